import { counted, TapehaulError } from '@tapehaul/errors';
import { type BuiltSeries, builtSeries, type ViewReader, viewText } from '@tapehaul/workflow';
import type { RequestFlags } from '../../options/request-flags.ts';
import { tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';
import { freqtrade } from './freqtrade.ts';

/** Options of `tapehaul tables views`. */
export interface ViewsOptions extends Omit<RequestFlags, 'dir' | 'from' | 'to'> {
  /** What the tables are read with. */
  readonly for: ViewReader | 'freqtrade';
  /** Folder of freqtrade's data. */
  readonly out?: string;
  /** Replace files of freqtrade that another program wrote. */
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/**
 * Prints lines that read the tables of an output directory, or writes the files of freqtrade, and gives the exit status. Rejects with a
 * TapehaulError where there are no such tables.
 */
export async function views(directory: string | undefined, options: ViewsOptions): Promise<number> {
  const { for: reader, out, overwrite = false, json = false, ...flags } = options;
  const root = tablesDirectory(directory);
  const request = tablesConfig(root, flags);
  const series = await builtSeries(root, request);
  if (series.length === 0) throw await nothingToRead(root);
  if (reader === 'freqtrade') return freqtrade(root, series, { out, overwrite, json });
  const text = viewText(reader, series, request, { outputDirectory: root });
  if (json) printJson({ kind: 'table_views', for: reader, directory: root, tables: summary(series), text });
  else print(text.trimEnd());
  return 0;
}

/** What there is of each table. */
function summary(series: readonly BuiltSeries[]): object[] {
  return [...Map.groupBy(series, (one) => one.series.dataType)].map(([table, of]) => ({
    table,
    series: of.length,
    partitions: of.reduce((sum, { partitions }) => sum + partitions, 0),
    first: of.map(({ first }) => first).sort()[0],
    last: of
      .map(({ last }) => last)
      .sort()
      .at(-1),
  }));
}

async function nothingToRead(root: string): Promise<TapehaulError> {
  const all = [...Map.groupBy(await builtSeries(root, tablesConfig(root, {})), (one) => one.series.dataType)];
  const facts = { directory: root, tables: all.map(([table]) => table) };
  if (all.length === 0) {
    const hint = `Build them of what was collected: tapehaul tables build ${shellWord(root)}`;
    return new TapehaulError('config_invalid', `no tables are built in ${root}`, { facts, hint });
  }
  const names = all.map(([table, series]) => `${table} (${counted(series.length, 'series', 'series')})`);
  const hint = `Built are: ${names.join(', ')}.`;
  return new TapehaulError('config_invalid', 'no table that is built fits these options', { facts, hint });
}
