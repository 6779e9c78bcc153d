import type { Data, DataType } from 'apache-arrow';
import type { ColumnValues, FixedValues, TextValues } from '../rows/table-rows.ts';
import type { Arrow } from './load-arrow.ts';

/** The rows of a batch: from `first` on, up to `end` and without it. */
export interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** The values of some rows of a column, laid out as Arrow has them. */
export function arrowData(arrow: Arrow, type: DataType, values: ColumnValues, span: RowSpan): Data {
  const length = span.end - span.first;
  const laid = 'texts' in values ? textData(values, span) : fixedData(arrow, type, values, span);
  const { nullCount, nullBitmap } = validity(laid.isNull, length);
  const nulls = nullCount === 0 ? { nullCount } : { nullCount, nullBitmap };
  const { isNull: _, ...buffers } = laid;
  // The types of the library tie each type to its own options; what fits is decided by the type of the column.
  return arrow.makeData({ type, length, ...nulls, ...buffers } as Parameters<typeof arrow.makeData>[0]);
}

function fixedData(
  arrow: Arrow,
  type: DataType,
  { width, data, nulls }: FixedValues,
  { first, end }: RowSpan,
) {
  const isNull = (at: number): boolean => nulls?.[first + at] === 1;
  if (arrow.DataType.isBool(type)) {
    return { isNull, data: bitmap(end - first, (at) => data[first + at] === 1) };
  }
  // A copy begins at an address that suits every width.
  const bytes = data.slice(first * width, end * width);
  const isWide = arrow.DataType.isDecimal(type) && width === 8;
  return { isNull, data: typed(arrow, type, isWide ? widened(bytes) : bytes) };
}

/** Bytes as the array that the library has for a type. */
function typed(arrow: Arrow, type: DataType, bytes: Uint8Array) {
  const { buffer } = bytes;
  if (arrow.DataType.isDecimal(type)) return new Uint32Array(buffer);
  if (arrow.DataType.isFloat(type)) return new Float64Array(buffer);
  if (arrow.DataType.isTimestamp(type)) return new BigInt64Array(buffer);
  if (arrow.DataType.isInt(type) && type.bitWidth === 32) return new Int32Array(buffer);
  if (arrow.DataType.isInt(type) && type.bitWidth === 16) return new Int16Array(buffer);
  return new BigInt64Array(buffer);
}

/** Whole numbers of 64 bits as such of 128 bits. */
function widened(bytes: Uint8Array): Uint8Array {
  const narrow = new BigInt64Array(bytes.buffer);
  const wide = new BigInt64Array(narrow.length * 2);
  for (const [at, value] of narrow.entries()) {
    wide[at * 2] = value;
    wide[at * 2 + 1] = value < 0n ? -1n : 0n;
  }
  return new Uint8Array(wide.buffer);
}

function textData({ texts }: TextValues, { first, end }: RowSpan) {
  const valueOffsets = new Int32Array(end - first + 1);
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let row = first; row < end; row++) {
    const part = Buffer.from(texts[row] ?? '');
    parts.push(part);
    bytes += part.length;
    valueOffsets[row - first + 1] = bytes;
  }
  const isNull = (at: number): boolean => (texts[first + at] ?? null) === null;
  return { isNull, valueOffsets, data: new Uint8Array(Buffer.concat(parts)) };
}

function validity(isNull: (at: number) => boolean, length: number) {
  let nullCount = 0;
  const nullBitmap = bitmap(length, (at) => {
    if (!isNull(at)) return true;
    nullCount++;
    return false;
  });
  return { nullCount, nullBitmap };
}

/** A bit for each row, the lowest one first. */
function bitmap(length: number, isSet: (at: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let at = 0; at < length; at++) if (isSet(at)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  return bits;
}
