import { addDays, seriesParts } from '@tapehaul/archive';
import type { DayState } from '@tapehaul/coverage';
import { sqliteRecords } from '../../../packages/catalog-sqlite/src/index.ts';

const FIRST = '2019-01-01';
const FAULTS: readonly DayState[] = ['failed', 'absent', 'gap', 'unverified'];

/** How many series of how many days are made, and how many percent of the days are missing. */
export interface WideCoverage {
  readonly series: number;
  readonly days: number;
  readonly missing: number;
}

/** Records every day of made series as proved, except those that are missing, which differ from series to series. */
export async function makeWideCoverage(
  root: string,
  { series: count, days: length, missing: percentage }: WideCoverage,
): Promise<void> {
  // Days between two spans of one to five days that are missing, at most: so that the percentage is missing.
  const apart = Math.round((2 * 3 * 100) / percentage);
  const catalog = await sqliteRecords.open(root);
  const random = randomNumbers(7);
  for (let number = 0; number < count; number += 1) {
    const series = seriesParts(`spot/klines/C${number}USDT/1h`);
    const mark = (from: number, days: number, state: DayState): void => {
      const [first, last] = [addDays(FIRST, from), addDays(FIRST, from + days - 1)];
      catalog.recordCells(null, { series, partition: 'daily', first, last, state });
    };
    let at = random(Math.ceil(length / 5));
    while (at < length) {
      const days = Math.min(length - at, 1 + random(apart));
      mark(at, days, 'proved');
      at += days;
      const missing = Math.min(length - at, 1 + random(5));
      mark(at, missing, FAULTS[random(FAULTS.length)] ?? 'failed');
      at += missing;
    }
    if (number % 20 === 0) await catalog.settled();
  }
  await catalog.close();
}

/** Numbers below a limit that look random and are the same each time. */
function randomNumbers(seed: number): (below: number) => number {
  let last = seed;
  return (below) => {
    last = (last * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(last / 65_536) % below;
  };
}
