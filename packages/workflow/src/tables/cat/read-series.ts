import { resolve } from 'node:path';
import {
  addDays,
  firstDayOf,
  formatSeries,
  isMonth,
  knownSeries,
  lastDayOf,
  monthOf,
  type Series,
  type SeriesParts,
} from '@tapehaul/archive';
import type { CatalogReader } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { monthPartitions, type ReadMonthOptions, readMonth, type SourceFault } from '@tapehaul/lake';
import { partitionPath, type Repair } from '@tapehaul/tables';
import { tableStaging } from '../../directory.ts';
import { openSourceFiles } from '../../storage/open-source-files.ts';
import { formerSources } from '../months/former-sources.ts';
import { withKnownStrays } from '../months/known-strays.ts';
import { type HeldSource, type SeriesSources, sourcesOfSeries } from '../months/series-sources.ts';

/** Which rows of a series are read, and how. */
export interface ReadSeriesOptions extends ReadMonthOptions {
  /** First and last UTC day; all that are held by default. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly repair?: Repair;
}

/**
 * Reads the rows of a series from its held zips, in the order of days, with the choice between sources that a build of its table makes; numbers
 * are decimals, which are exact. Needs no DuckDB and writes nothing. Resolves with the files that took no part since they are broken.
 * Rejects with a TapehaulError `config_invalid` where nothing is held of these days, and as `readMonth` does.
 */
export async function readSeries(
  catalog: CatalogReader,
  outputDirectory: string,
  parts: SeriesParts,
  { from = '', to = '9999', repair = 'days', signal, take }: ReadSeriesOptions,
): Promise<readonly SourceFault[]> {
  const root = resolve(outputDirectory);
  const series = knownSeries(parts);
  if (series === undefined) throw nothingHeld(parts, from, to);
  const place = { catalog };
  const months = await sourcesOfSeries(place, series);
  await using held = await openSourceFiles(catalog, root, signal);
  const faults: SourceFault[] = [];
  let isHeld = false;
  for (const month of [...months.keys()].sort()) {
    if (lastDayOf(month) < from || firstDayOf(month) > to) continue;
    const sources = new Map<string, HeldSource>();
    const periods: string[] = [];
    for (const partition of monthPartitions(series, month, months.get(month) ?? [])) {
      const { period } = partition;
      if (period !== monthOf(period) && (period < from || period > to)) continue;
      periods.push(period);
      const former = await formerSources(place, partitionPath({ series, period }), partition.sources);
      for (const source of partition.sources) {
        sources.set(source.key, source);
        isHeld ||= hasDays(source, from, to);
      }
      for (const other of former?.others ?? []) sources.set(other.key, other);
    }
    if (periods.length === 0) continue;
    for (const source of midnightSources(series, month, months)) sources.set(source.key, source);
    const work = { series, month, sources: [...sources.values()], periods };
    const strays = await withKnownStrays(place, work);
    await using open = await held.files.open(strays?.sources ?? work.sources, signal);
    const report = await readMonth(
      {
        ...{ ...work, sources: open.sources, numbers: 'decimal' },
        ...{ repair, root, staging: tableStaging(root) },
      },
      {
        signal,
        take: async (day) => {
          if (day.day < from || day.day > to) return;
          isHeld = true;
          await take(day);
        },
      },
    );
    faults.push(...report.faults);
  }
  if (!isHeld) throw nothingHeld(parts, from, to);
  return faults;
}

/** Whether a file is of one of some days. */
function hasDays({ period }: HeldSource, from: string, to: string): boolean {
  return isMonth(period)
    ? lastDayOf(period) >= from && firstDayOf(period) <= to
    : period >= from && period <= to;
}

/** The file of metrics that may have the first row of a month, that of midnight: the last day before it. Rows are known only once they are read. */
function midnightSources(
  { dataType }: Series,
  month: string,
  months: SeriesSources['months'],
): readonly HeldSource[] {
  if (dataType !== 'metrics') return [];
  const before = addDays(firstDayOf(month), -1);
  return (months.get(monthOf(before)) ?? []).filter(({ period }) => period === before);
}

function nothingHeld(series: SeriesParts, from: string, to: string): TapehaulError {
  const name = formatSeries(series);
  return new TapehaulError('config_invalid', `no file of ${name} is held for these days`, {
    facts: { series: name, from, to },
    hint: 'tapehaul coverage shows what is held of each series.',
  });
}
