import { type ArchiveObject, daysBetween, firstDayOf, formatKey, lastDayOf } from '@tapehaul/archive';
import type { CatalogReader, ObjectRecord } from '@tapehaul/catalog';
import { isSmallerThanDays } from '@tapehaul/planner';
import { livedDays } from '../../file/lived-days.ts';
import { objectOfRecord } from '../../file/recorded-object.ts';
import { neededByTables } from './needed-by-tables.ts';

/** A month that is held together with days of it. */
interface DoubleMonth {
  readonly month: ObjectRecord;
  /** How many days of it the series has. */
  readonly length: number;
  /** Those that are held. */
  readonly days: readonly ObjectRecord[];
}

/**
 * Finds the losers where a month and days of it are held: the month, where all its days are held; else its days, unless it is
 * too short to hold them. Winners are proved by their sidecars, so nothing is lost with what this finds; a loser that is not is a
 * month that a person accepted. A file that tables took days from, since the other one lacks rows or has other values, is no loser.
 */
export async function* supersededObjects(
  record: Pick<CatalogReader, 'held' | 'findAll' | 'cellsOf' | 'partitionsOf' | 'findings'>,
): AsyncGenerator<ObjectRecord, void, undefined> {
  for await (const objects of record.held()) {
    const months = objects.flatMap((month) => {
      const object = objectOfRecord(month);
      return object?.partition === 'monthly' ? [{ month, object, keys: dayKeys(object) }] : [];
    });
    const held = await record.findAll(months.flatMap(({ keys }) => keys));
    for (const { month, object, keys } of months) {
      const days = keys.map((key) => held.get(key)).filter((day) => day !== undefined);
      if (days.length === 0) continue;
      const { first, last } = await livedDays(record, object);
      const losers = losersOf({ month, length: [...daysBetween(first, last)].length, days });
      if (losers.length === 0) continue;
      const needed = await neededByTables(record, object);
      yield* losers.filter(({ key }) => !needed.has(key));
    }
  }
}

function dayKeys(month: ArchiveObject): string[] {
  const { period } = month;
  return [...daysBetween(firstDayOf(period), lastDayOf(period))].map((day) =>
    formatKey({ ...month, partition: 'daily', period: day }),
  );
}

function losersOf({ month, length, days }: DoubleMonth): readonly ObjectRecord[] {
  const proved = days.filter(isProved);
  if (proved.length === 0 || month.proof === 'none') return [];
  if (proved.length >= length) return [month];
  // Days that are proved are not given up for a month that a person accepted.
  if (!isProved(month)) return [];
  const sizes = days.map(({ bytes }) => bytes);
  return isSmallerThanDays(month.bytes, sizes) ? [] : proved;
}

function isProved({ proof }: ObjectRecord): boolean {
  return proof === 'sidecar';
}
