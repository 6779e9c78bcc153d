import type { FixedValues, TableRows } from '../../rows/table-rows.ts';
import type { CheckedPartition } from './built-partition.ts';

/** First and last time and id of rows. */
export type PartitionEnds = Pick<CheckedPartition, 'firstTime' | 'lastTime' | 'firstId' | 'lastId'>;

/**
 * The first and last time and id of rows that are sorted by the key of their table. The id is the first column of the key, where that is one;
 * an id of more than 53 bits, which the archive has none of, is null.
 */
export function partitionEnds(rows: TableRows): PartitionEnds {
  const { columns, key, time } = rows.schema;
  const id = columns.find(({ name, kind }) => name === key?.[0] && kind === 'bigint');
  const [firstTime, lastTime] = span(rows, time);
  const [firstId, lastId] = id === undefined ? [null, null] : span(rows, id.name);
  return { firstTime, lastTime, firstId, lastId };
}

/** The least and the greatest value of a column of whole numbers of 64 bits. */
function span({ schema, columns, count }: TableRows, name: string): [number | null, number | null] {
  const values = columns[schema.columns.findIndex((column) => column.name === name)];
  if (values === undefined || 'texts' in values || values.width !== 8) return [null, null];
  const { data, nulls }: FixedValues = values;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < count; row++) {
    if (nulls?.[row] === 1) continue;
    const value = view.getInt32(row * 8 + 4, true) * 2 ** 32 + view.getUint32(row * 8, true);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [exact(least), exact(greatest)];
}

/** The number itself; null where it is infinite, or a double may not hold it exactly. */
function exact(number: number): number | null {
  return Number.isSafeInteger(number) ? number : null;
}
