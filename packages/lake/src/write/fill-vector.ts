import type { Vector } from '@duckdb/node-bindings';
import type { Duckdb } from '../parquet/load-duckdb.ts';
import type { ColumnValues, TextValues } from '../rows/table-rows.ts';

/** Rows of a full vector of DuckDB. */
export const VECTOR_ROWS = 2_048;

type Bindings = Duckdb['bindings'];

/** Fills a vector that is fresh or reset with the values of rows `start` to `end`, at most {@link VECTOR_ROWS} of them. */
export function fillVector(
  bindings: Bindings,
  vector: Vector,
  values: ColumnValues,
  start: number,
  end: number,
): void {
  if ('texts' in values) {
    fillTexts(bindings, vector, values, start, end);
    return;
  }
  const { data, width, nulls } = values;
  const bytes = data.subarray(start * width, end * width);
  bindings.copy_data_to_vector(vector, 0, ...source(bytes));
  if (nulls !== null) setNulls(bindings, vector, end - start, (row) => nulls[start + row] === 1);
}

function fillTexts(
  bindings: Bindings,
  vector: Vector,
  { texts }: TextValues,
  start: number,
  end: number,
): void {
  const part = texts.slice(start, end);
  // By length: a text may contain a zero byte.
  for (const [row, text] of part.entries()) {
    if (text !== null) bindings.vector_assign_string_element_len(vector, row, Buffer.from(text));
  }
  if (part.includes(null)) setNulls(bindings, vector, part.length, (row) => part[row] === null);
}

/** Marks rows without a value. */
function setNulls(bindings: Bindings, vector: Vector, rows: number, isNull: (row: number) => boolean): void {
  const mask = new Uint8Array(VECTOR_ROWS / 8).fill(0xff);
  let found = false;
  for (let row = 0; row < rows; row += 1) {
    if (!isNull(row)) continue;
    found = true;
    mask[row >> 3] = (mask[row >> 3] ?? 0) & ~(1 << (row & 7));
  }
  if (!found) return;
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, ...source(mask));
}

/** Where bytes are to be copied from; those that threads share are copied first, since DuckDB takes none. */
function source(bytes: Uint8Array): [buffer: ArrayBuffer, offset: number, count: number] {
  const { buffer, byteOffset, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer) return [buffer, byteOffset, byteLength];
  return [Uint8Array.from(bytes).buffer, 0, byteLength];
}
