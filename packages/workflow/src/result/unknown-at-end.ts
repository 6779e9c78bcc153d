import { formatSeries, type Series } from '@tapehaul/archive';
import { type CatalogReader, firstRows } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import type { AbsentFiles } from '../events/absent-files.ts';
import type { RunFindings } from '../events/findings.ts';
import { objectOfRecord } from '../file/recorded-object.ts';
import { type UnknownSeries, unknownSeries } from '../plan/records/unknown-series.ts';
import type { SettledCounts } from '../plan/settled/settled-counts.ts';

/** A run that has ended. */
export interface EndedRun {
  readonly config: CollectionConfig;
  readonly catalog: CatalogReader;
  /** The UTC day that it was planned on. */
  readonly today: string;
  /** The days of which the record had the answer. */
  readonly settledDays: SettledCounts;
}

/**
 * What a run requested, and the archive has nothing of: by the verdicts of its plan; and series that were planned by the
 * matrix, of which every file turned out absent, also some that should exist for long, and nothing is held.
 */
export async function unknownAtEnd(
  { config, catalog, today, settledDays }: EndedRun,
  verdicts: RunFindings['verdicts'],
  absentFiles: AbsentFiles,
): Promise<UnknownSeries[]> {
  const found = unknownSeries(config, verdicts);
  const earlier = new Map(settledDays.absent().map((one) => [formatSeries(one.series), one]));
  for (const [name, { series, files, lateFrom }] of absentFiles.bySeries()) {
    const days = earlier.get(name)?.days ?? 0;
    earlier.delete(name);
    if (days === 0 && lateFrom > today) continue;
    if (!(await holdsSeries(catalog, name))) found.push(absentSeries(series, files + days));
  }
  for (const [name, { series, days }] of earlier) {
    if (!(await holdsSeries(catalog, name))) found.push(absentSeries(series, days));
  }
  return found;
}

/** Whether any file of exactly that series is held: names that begin so follow it. */
async function holdsSeries(catalog: CatalogReader, name: string): Promise<boolean> {
  const [first] = await firstRows(catalog.held(name), 1);
  const object = first === undefined ? undefined : objectOfRecord(first);
  return object !== undefined && formatSeries(object) === name;
}

function absentSeries({ market, dataType, symbol, interval }: Series, files: number): UnknownSeries {
  const reason = `the archive has none of its ${counted(files, 'file')}; names could not be checked, because the plan was made by the matrix`;
  const type = interval === null ? dataType : `${dataType} ${interval}`;
  return {
    market,
    symbol,
    data_types: [dataType],
    reason,
    likely: null,
    message: `${symbol}: no ${type} files in ${market}: ${reason}`,
  };
}
