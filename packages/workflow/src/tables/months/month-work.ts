import { setImmediate } from 'node:timers/promises';
import { firstDayOf, isMonth, lastDayOf, monthOf, type Series } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import { monthPartitions, partitionIdentity } from '@tapehaul/lake';
import { partitionPath, tableSchema } from '@tapehaul/tables';
import { formerSources, hasAllOf, wouldLoseRows } from './former-sources.ts';
import {
  type HeldSource,
  type SeriesSources,
  seriesSources,
  sourcesOfSeries,
  type TablePlace,
} from './series-sources.ts';
import type { TableRequest } from './table-request.ts';

/** A series and month of which partitions are to be built. */
export interface MonthWork {
  readonly series: Series;
  /** `2025-07`. */
  readonly month: string;
  readonly sources: readonly HeldSource[];
  /** Partitions that are not as their sources are, or whose file is gone. */
  readonly periods: readonly string[];
}

/** What was found out about partitions beside those to be built. */
export interface FoundPartitions {
  /** They are as their sources are. */
  upToDate: number;
  /** Rows of theirs are from files that are not held any more, and in no other: they stay as they are. */
  withoutSources: number;
  /** Paths of partitions without sources whose file is gone, too. */
  readonly gone: string[];
  /** Held files that take no part, since no digest of them is recorded. */
  readonly withoutDigest: LeftOutFiles;
  /** Held files that take no part, since they were found to be broken and have not changed since. */
  readonly broken: LeftOutFiles;
}

/** Held files that take no part. */
export interface LeftOutFiles {
  files: number;
  /** At most 1,000. */
  readonly keys: string[];
}

const LISTED = 1_000;

/** What the identity of a partition is made from beside its sources. */
export interface TableMaking extends TableRequest {
  /** Name and version of the writer. */
  readonly writer: string;
}

function leftOut(): LeftOutFiles {
  return { files: 0, keys: [] };
}

function count(files: LeftOutFiles, key: string): void {
  files.files += 1;
  if (files.keys.length < LISTED) files.keys.push(key);
}

/** Counters that begin at nothing. */
export function nothingFound(): FoundPartitions {
  return { upToDate: 0, withoutSources: 0, gone: [], withoutDigest: leftOut(), broken: leftOut() };
}

/**
 * The series and months of a request of which partitions are to be built, in the order of series and months. A partition whose
 * identity is recorded and whose file exists is left out and counted: no file is opened for that. So is one whose rows are partly
 * from files that were deleted since, unless all is to be built again.
 */
export async function* tableMonths(
  place: TablePlace,
  making: TableMaking,
  found: FoundPartitions,
): AsyncGenerator<MonthWork, void, undefined> {
  if (making.only !== undefined) {
    for (const { series, months } of making.only) {
      const held = await sourcesOfSeries(place, series);
      yield* monthsOfSeries(place, making, { series, months: held }, found, months);
    }
    return;
  }
  const leaveOut = ({ key, period }: ObjectRecord): void => {
    if (period === null || !isInRange(period, making)) return;
    count(found.withoutDigest, key);
  };
  for await (const { series, months } of seriesSources(place, making.request, leaveOut)) {
    yield* monthsOfSeries(place, making, { series, months }, found);
    // A page may be at hand at once: others get their turn.
    await setImmediate();
  }
}

async function* monthsOfSeries(
  place: TablePlace,
  making: TableMaking,
  { series, months }: SeriesSources,
  found: FoundPartitions,
  only?: ReadonlySet<string>,
): AsyncGenerator<MonthWork> {
  const [first, last] = monthsRequested(making);
  const days = { from: firstDayOf(first), to: lastDayOf(last) };
  const recorded = await place.catalog.partitionIdentities(series, days);
  const present = await place.storage.present(recorded.keys());
  const schemaVersion = tableSchema(series.dataType).version;
  const expected = new Set<string>();
  for (const month of [...months.keys()].sort()) {
    if (month < first || month > last || only?.has(month) === false) continue;
    const periods: string[] = [];
    const held = months.get(month) ?? [];
    const broken = making.rebuild ? [] : held.filter((source) => place.broken?.has(source));
    for (const { key, period } of broken) if (isInRange(period, making)) count(found.broken, key);
    const sound = held.filter((source) => !broken.includes(source));
    const sources = new Map(sound.map((source) => [source.key, source]));
    for (const partition of monthPartitions(series, month, [...sources.values()])) {
      if (!isInRange(partition.period, making)) continue;
      const path = partitionPath({ series, period: partition.period });
      expected.add(path);
      const identityWith = (all: readonly { readonly key: string; readonly sha256: string }[]): string =>
        partitionIdentity({ ...making, schemaVersion, sources: all });
      const former = recorded.get(path);
      const isThere = former !== undefined && present.has(path) && !making.rebuild;
      if (isThere && former === identityWith(partition.sources)) {
        found.upToDate += 1;
        continue;
      }
      const before = former === undefined ? undefined : await formerSources(place, path, partition.sources);
      const held = [...partition.sources, ...(before?.others ?? [])];
      if (isThere && before !== undefined) {
        if (former === identityWith(before.partition.sources) && hasAllOf(before.partition, held)) {
          found.upToDate += 1;
          continue;
        }
        if (wouldLoseRows(before.partition, held)) {
          found.withoutSources += 1;
          continue;
        }
      }
      for (const other of before?.others ?? []) sources.set(other.key, other);
      periods.push(partition.period);
    }
    if (periods.length > 0) yield { series, month, sources: [...sources.values()], periods };
  }
  if (only !== undefined) return;
  for (const path of recorded.keys()) {
    if (expected.has(path) || !isInRange(periodOf(path), making)) continue;
    if (present.has(path)) found.withoutSources += 1;
    else found.gone.push(path);
  }
}

function periodOf(path: string): string {
  return /=(\d{4}-\d{2}(?:-\d{2})?)\/[^/]*$/.exec(path)?.[1] ?? '';
}

/** First and last month that are requested, in part or in whole. */
function monthsRequested({ request }: TableRequest): readonly [first: string, last: string] {
  const { start, end } = request.date_range;
  return [monthOf(start), end === 'latest' ? LAST_MONTH : monthOf(end)];
}

const LAST_MONTH = '2099-12';

/** Whether a partition has requested days; a month is built in whole. */
function isInRange(period: string, { request }: TableRequest): boolean {
  const { start, end } = request.date_range;
  const isMonthly = isMonth(period);
  const last = end === 'latest' ? lastDayOf(LAST_MONTH) : end;
  return isMonthly ? period >= monthOf(start) && period <= monthOf(last) : period >= start && period <= last;
}
