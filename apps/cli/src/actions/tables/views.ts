import { TapehaulError } from '@tapehaul/errors';
import {
  type BuiltSeries,
  findTables,
  type ViewReader,
  viewText,
  type WrittenFreqtradeFile,
  writeFreqtrade,
} from '@tapehaul/workflow';
import type { RequestFlags } from '../../options/request-flags.ts';
import { tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';
import { freqtradeReport, freqtradeText } from '../../show/tables/freqtrade-text.ts';
import { nothingBuilt } from '../../show/tables/nothing-built.ts';

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
  if (reader !== 'freqtrade' && (out !== undefined || overwrite)) throw onlyForFreqtrade(reader);
  const root = tablesDirectory(directory);
  const request = tablesConfig(root, flags);
  const { series, storage, address } = await findTables(root, request);
  if (series.length === 0) throw nothingBuilt(root, (await findTables(root, tablesConfig(root, {}))).series);
  if (reader === 'freqtrade') {
    if (storage.type === 's3') throw notFromBucket(address);
    return writeForFreqtrade(root, series, { out, overwrite, json });
  }
  const text = viewText(reader, series, request, { outputDirectory: root, storage });
  if (json) printJson({ kind: 'table_views', for: reader, directory: root, tables: summary(series), text });
  else print(text.trimEnd());
  return 0;
}

/** Writes the files of freqtrade of some series, and prints what was written. */
async function writeForFreqtrade(
  root: string,
  series: readonly BuiltSeries[],
  {
    out,
    overwrite,
    json,
  }: { readonly out: string | undefined; readonly overwrite: boolean; readonly json: boolean },
): Promise<number> {
  if (out === undefined) throw noFolder();
  const { gently: signal, dispose } = stopOnSignals();
  try {
    const files: WrittenFreqtradeFile[] = [];
    const writing = writeFreqtrade(root, series, { out, overwrite, signal });
    let next = await writing.next();
    for (; next.done !== true; next = await writing.next()) {
      files.push(next.value);
      if (next.value.state === 'written' && !json) process.stderr.write(`written  ${next.value.path}\n`);
    }
    const { leftOut } = next.value;
    if (json) printJson(freqtradeReport(root, out, files, leftOut));
    else print(fitted(freqtradeText(out, files, leftOut)));
    return 0;
  } finally {
    dispose();
  }
}

/** Lines for the other readers are printed: nothing is written to a folder. */
function onlyForFreqtrade(reader: ViewReader): TapehaulError {
  return new TapehaulError('config_invalid', `--out and --overwrite go with --for freqtrade, not ${reader}`, {
    hint: `Redirect the lines instead: tapehaul tables views --for ${reader} > ${reader === 'duckdb' ? 'views.sql' : 'views.py'}`,
  });
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

/** The files of freqtrade are written from tables of this machine. */
function notFromBucket(from: string): TapehaulError {
  return new TapehaulError(
    'config_invalid',
    `files of freqtrade are written from tables in a folder, and these are in ${from}`,
    {
      facts: { from },
      hint: `Copy them first, e.g. aws s3 sync ${shellWord(from)} copy/silver/binance, then: tapehaul tables views copy --for freqtrade --out user_data/data/binance`,
    },
  );
}

function noFolder(): TapehaulError {
  return new TapehaulError('config_invalid', '--for freqtrade needs --out', {
    hint: "Name freqtrade's data folder of Binance: --out user_data/data/binance",
  });
}
