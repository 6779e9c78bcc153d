import { formatKey, type Series } from '@tapehaul/archive';
import { holesOn, rowChecker } from '@tapehaul/tables';
import type { TableRows } from '../../rows/table-rows.ts';
import { rowNumbers } from './row-numbers.ts';

/** How many rows are missing on a UTC day by the rules of its table. */
export function countHoles(rows: TableRows, series: Series, day: string): number {
  const key = formatKey({ ...series, partition: 'daily', period: day });
  const checker = rowChecker({ series, period: day, key, columns: rows.schema.columns });
  const values = new Float64Array(rows.columns.length);
  for (let row = 0; row < rows.count; row++) checker.row(rowNumbers(rows, row, values));
  return holesOn(checker.end(), day);
}
