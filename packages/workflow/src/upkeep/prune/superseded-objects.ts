import { daysBetween, firstDayOf, formatKey, lastDayOf, parseKey } from '@tapehaul/archive';
import type { HoldingsReader, ObjectRecord } from '@tapehaul/catalog';
import { isSmallerThanDays } from '@tapehaul/planner';

/** A month that is held together with days of it. */
interface DoubleMonth {
  readonly month: ObjectRecord;
  /** How many days it has. */
  readonly length: number;
  /** Those that are held. */
  readonly days: readonly ObjectRecord[];
}

/**
 * Finds the losers where a month and days of it are held: the month, where all its days are held; else its days, unless it is
 * too short to hold them. Winners are proved by their sidecars, so nothing is lost with what this finds; a loser that is not is a
 * month that a person accepted.
 */
export async function* supersededObjects(
  record: Pick<HoldingsReader, 'held' | 'findAll'>,
): AsyncGenerator<ObjectRecord, void, undefined> {
  for await (const objects of record.held()) {
    const months = objects.filter(({ key }) => parseKey(key)?.partition === 'monthly');
    const daysByMonth = new Map(months.map(({ key }) => [key, dayKeys(key)]));
    const held = await record.findAll([...daysByMonth.values()].flat());
    for (const month of months) {
      const keys = daysByMonth.get(month.key) ?? [];
      const days = keys.map((key) => held.get(key)).filter((day) => day !== undefined);
      yield* losersOf({ month, length: keys.length, days });
    }
  }
}

function dayKeys(key: string): string[] {
  const month = parseKey(key);
  if (month === undefined) return [];
  const { period } = month;
  return [...daysBetween(firstDayOf(period), lastDayOf(period))].map((day) =>
    formatKey({ ...month, partition: 'daily', period: day }),
  );
}

function losersOf({ month, length, days }: DoubleMonth): readonly ObjectRecord[] {
  const proved = days.filter(isProved);
  if (proved.length === 0 || month.proof === 'none') return [];
  if (proved.length === length) return [month];
  // Days that are proved are not given up for a month that a person accepted.
  if (!isProved(month)) return [];
  const sizes = days.map(({ bytes }) => bytes);
  return isSmallerThanDays(month.bytes, sizes) ? [] : proved;
}

function isProved({ proof }: ObjectRecord): boolean {
  return proof === 'sidecar';
}
