import { wordsOf } from './column-layout.ts';
import type { ColumnValues, FixedValues, TableRows } from './table-rows.ts';

/** The rows at these places, in that order, in memory of their own. */
export function takeRows(rows: TableRows, places: Uint32Array): TableRows {
  const columns = rows.columns.map((column): ColumnValues => {
    if ('texts' in column) return { texts: Array.from(places, (place) => column.texts[place] ?? null) };
    const nulls = column.nulls === null ? null : takeBytes(column.nulls, places);
    return { width: column.width, data: takeValues(column, places), nulls };
  });
  return { ...rows, count: places.length, columns };
}

function takeValues(column: FixedValues, places: Uint32Array): Uint8Array {
  const { data, width } = column;
  if (width === 1) return takeBytes(data, places);
  const taken = new Uint8Array(places.length * width);
  if (width === 2) {
    const from = new Int16Array(data.buffer, data.byteOffset, data.byteLength >> 1);
    const to = new Int16Array(taken.buffer);
    for (let row = 0; row < places.length; row++) to[row] = from[places[row] ?? 0] ?? 0;
    return taken;
  }
  const words = width >> 2;
  const [from, to] = [wordsOf(column), new Int32Array(taken.buffer)];
  for (let row = 0; row < places.length; row++) {
    const place = (places[row] ?? 0) * words;
    for (let word = 0; word < words; word++) to[row * words + word] = from[place + word] ?? 0;
  }
  return taken;
}

function takeBytes(bytes: Uint8Array, places: Uint32Array): Uint8Array {
  const taken = new Uint8Array(places.length);
  for (let row = 0; row < places.length; row++) taken[row] = bytes[places[row] ?? 0] ?? 0;
  return taken;
}
