import { timesOf } from './column-layout.ts';
import { allColumns, identityColumns, keyColumns, rowOrder } from './row-order.ts';
import type { TableRows } from './table-rows.ts';
import { takeRows } from './take-rows.ts';

/** Rows that a rule is about: how many, and from when to when, in microseconds since 1970 UTC. */
export interface RowCount {
  readonly count: number;
  readonly first: number | null;
  readonly last: number | null;
  /** The first of them, by its place in the rows that are given back. */
  readonly sample: number | null;
}

/** Rows in order, and what was out of order. */
export interface OrderedRows {
  readonly rows: TableRows;
  /** Rows that stood below one that belongs behind them. */
  readonly disorder: RowCount;
  /** Rows that were dropped, since another one is the same. */
  readonly duplicates: RowCount;
  /** Rows that have the key of the one before them, or in aggTrades its id, and other values. */
  readonly conflicts: RowCount;
}

/**
 * Sorts rows by the key, and those of one key by their other columns, so that the same rows are in the same order whatever order they came in;
 * drops all but one of rows that are the same. Rows that stand in order already are given back as they are.
 */
export function orderedRows(rows: TableRows): OrderedRows {
  const byKey = rowOrder(rows, rows, keyColumns(rows.schema));
  const byIdentity = rowOrder(rows, rows, identityColumns(rows.schema));
  const times = timesOf(rows);
  const disorder = new Counter();
  let hasEqual = false;
  for (let row = 1; row < rows.count; row++) {
    const compared = byKey(row - 1, row);
    if (compared > 0) disorder.add(times(row), row);
    else if (compared === 0 || byIdentity(row - 1, row) === 0) hasEqual = true;
  }
  const [duplicates, conflicts] = [new Counter(), new Counter()];
  if (disorder.count === 0 && !hasEqual) return { rows, disorder, duplicates, conflicts };

  const byAll = rowOrder(rows, rows, allColumns(rows.schema));
  const places = Uint32Array.from({ length: rows.count }, (_, row) => row);
  places.sort((row, other) => byAll(row, other) || row - other);
  let kept = 0;
  for (const [at, row] of places.entries()) {
    const before = places[kept - 1] ?? 0;
    if (at > 0 && byAll(before, row) === 0) {
      duplicates.add(times(row), kept - 1);
      continue;
    }
    if (at > 0 && byIdentity(before, row) === 0) conflicts.add(times(row), kept);
    places[kept++] = row;
  }
  return {
    rows: takeRows(rows, places.subarray(0, kept)),
    disorder: disorder.unplaced(),
    duplicates,
    conflicts,
  };
}

class Counter implements RowCount {
  count = 0;
  first: number | null = null;
  last: number | null = null;
  sample: number | null = null;

  add(time: number, row: number): void {
    this.count++;
    this.first = Math.min(this.first ?? time, time);
    this.last = Math.max(this.last ?? time, time);
    this.sample ??= row;
  }

  /** Without a sample: the rows have other places now. */
  unplaced(): RowCount {
    return { count: this.count, first: this.first, last: this.last, sample: null };
  }
}
