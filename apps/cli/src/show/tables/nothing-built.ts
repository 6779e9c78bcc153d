import { counted, TapehaulError } from '@tapehaul/errors';
import type { BuiltSeries } from '@tapehaul/workflow';
import { shellWord } from '../shell-word.ts';

/** The error of a request that no table fits, with what is built: for each table its series, and its first and last month or day. */
export function nothingBuilt(root: string, built: readonly BuiltSeries[]): TapehaulError {
  const all = [...Map.groupBy(built, (one) => one.series.dataType)];
  const facts = { directory: root, tables: all.map(([table]) => table) };
  if (all.length === 0) {
    const hint = `Build them of what was collected: tapehaul tables build ${shellWord(root)}`;
    return new TapehaulError('config_invalid', `no tables are built in ${root}`, { facts, hint });
  }
  const names = all.map(([table, series]) => {
    const first = series.map((one) => one.first).sort()[0];
    const last = series
      .map((one) => one.last)
      .sort()
      .at(-1);
    return `${table} (${counted(series.length, 'series', 'series')}, ${first === last ? first : `${first} … ${last}`})`;
  });
  const hint = `Built are: ${names.join(', ')}.`;
  return new TapehaulError('config_invalid', 'no table that is built fits these options', { facts, hint });
}
