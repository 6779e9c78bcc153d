import { allColumns, identityColumns, type RowOrder, rowOrder } from './row-order.ts';
import { rowText } from './row-text.ts';
import type { TableRows } from './table-rows.ts';

const MOST_SAMPLES = 3;

/** Two rows of the same key with other values, as lines of text. */
export interface DifferingRows {
  readonly monthly: string;
  readonly daily: string;
}

/** How the rows of one UTC day differ between the monthly and the daily file. */
export interface RowsComparison {
  /** Rows that both have. */
  readonly common: number;
  /** Rows that have a row of the same key, in aggTrades of the same id, and other values on the other side. */
  readonly differing: number;
  /** Rows whose key only one side has. */
  readonly onlyMonthly: number;
  readonly onlyDaily: number;
  /** At most three of those that differ. */
  readonly samples: readonly DifferingRows[];
}

/** Compares two tables of one schema whose rows are in order and without duplicates, as `readDays` gives them, in one walk. */
export function compareDays(monthly: TableRows, daily: TableRows): RowsComparison {
  const { schema } = monthly;
  const byKey = rowOrder(monthly, daily, identityColumns(schema));
  const byAll = rowOrder(monthly, daily, allColumns(schema));
  const samples: DifferingRows[] = [];
  let [common, differing, onlyMonthly, onlyDaily] = [0, 0, 0, 0];
  for (let [left, right] = [0, 0]; left < monthly.count || right < daily.count; ) {
    const compared = left === monthly.count ? 1 : right === daily.count ? -1 : byKey(left, right);
    if (compared !== 0) {
      if (compared < 0) [onlyMonthly, left] = [onlyMonthly + 1, left + 1];
      else [onlyDaily, right] = [onlyDaily + 1, right + 1];
      continue;
    }
    const ends = { left: left + 1, right: right + 1 };
    while (ends.left < monthly.count && byKey(ends.left, right) === 0) ends.left++;
    while (ends.right < daily.count && byKey(left, ends.right) === 0) ends.right++;
    const unlike = unlikeRows({ left, right }, ends, byAll);
    common += ends.left - left - unlike.left.length;
    const pairs = Math.min(unlike.left.length, unlike.right.length);
    differing += pairs;
    onlyMonthly += unlike.left.length - pairs;
    onlyDaily += unlike.right.length - pairs;
    for (let pair = 0; pair < pairs && samples.length < MOST_SAMPLES; pair++) {
      const [one, other] = [unlike.left[pair] ?? 0, unlike.right[pair] ?? 0];
      samples.push({ monthly: rowText(monthly, one), daily: rowText(daily, other) });
    }
    ({ left, right } = ends);
  }
  return { common, differing, onlyMonthly, onlyDaily, samples };
}

/** Places in both tables. */
interface Places<Place> {
  readonly left: Place;
  readonly right: Place;
}

/** Rows of a span that the other side does not have, on both sides. */
function unlikeRows(from: Places<number>, to: Places<number>, byAll: RowOrder): Places<readonly number[]> {
  const unlike = { left: [] as number[], right: [] as number[] };
  let { left, right } = from;
  while (left < to.left || right < to.right) {
    const compared = left === to.left ? 1 : right === to.right ? -1 : byAll(left, right);
    if (compared <= 0) {
      if (compared < 0) unlike.left.push(left);
      left++;
    }
    if (compared >= 0) {
      if (compared > 0) unlike.right.push(right);
      right++;
    }
  }
  return unlike;
}
