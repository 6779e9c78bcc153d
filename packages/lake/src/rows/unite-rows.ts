import { concatRows } from './concat-rows.ts';
import { keyColumns, rowOrder } from './row-order.ts';
import type { TableRows } from './table-rows.ts';
import { takeRows } from './take-rows.ts';

/**
 * The rows of one table, and those of another whose key it lacks, in order. Both have one schema, and their rows are in order. Where
 * nothing is added, the first table itself.
 */
export function uniteRows(rows: TableRows, others: TableRows): TableRows {
  const byKey = rowOrder(rows, others, keyColumns(rows.schema));
  const places = new Uint32Array(rows.count + others.count);
  let [row, other, count] = [0, 0, 0];
  while (row < rows.count || other < others.count) {
    const compared = row === rows.count ? 1 : other === others.count ? -1 : byKey(row, other);
    if (compared < 0) places[count++] = row++;
    else if (compared > 0) places[count++] = rows.count + other++;
    else other++;
  }
  if (count === rows.count) return rows;
  return takeRows(concatRows(rows.schema, rows.numbers, [rows, others]), places.subarray(0, count));
}
