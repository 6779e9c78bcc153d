import type { Numbers, TableColumn } from '@tapehaul/tables';
import { isDouble } from './column-layout.ts';
import type { ColumnValues, FixedValues, TableRows } from './table-rows.ts';

/** A row as a line of CSV without its newline: numbers as {@link cellText} gives them, nothing where there is no value. */
export function rowText(rows: TableRows, row: number): string {
  return rows.columns.map((_, column) => quoted(cellText(rows, column, row) ?? '')).join(',');
}

/** The names of the columns as a line of CSV without its newline. */
export function headerText({ schema }: TableRows): string {
  return schema.columns.map(({ name }) => name).join(',');
}

/**
 * The value of a cell as text, null where there is none: times in ISO 8601 with microseconds, UTC; doubles in the shortest digits that give
 * them again, without an exponent; decimals exactly, without zeros at the end.
 */
export function cellText(
  { schema, numbers, columns }: TableRows,
  column: number,
  row: number,
): string | null {
  const [of, values] = [schema.columns[column], columns[column]];
  if (of === undefined || values === undefined) throw new RangeError(`no column ${column}`);
  return valueText(of, numbers, values, row);
}

function valueText(of: TableColumn, numbers: Numbers, values: ColumnValues, row: number): string | null {
  if ('texts' in values) return values.texts[row] ?? null;
  if (values.nulls?.[row] === 1) return null;
  const { data, width } = values;
  const view = new DataView(data.buffer, data.byteOffset + row * width, width);
  if (isDouble(of, numbers)) return plainNumber(view.getFloat64(0, true));
  const whole = wholeOf(view, width);
  switch (of.kind) {
    case 'timestamp':
      return timeText(Number(whole));
    case 'boolean':
      return whole === 0n ? 'false' : 'true';
    case 'value':
      return decimalText(whole, of.decimal?.scale ?? 0);
    default:
      return String(whole);
  }
}

function wholeOf(view: DataView, width: FixedValues['width']): bigint {
  switch (width) {
    case 1:
      return BigInt(view.getUint8(0));
    case 2:
      return BigInt(view.getInt16(0, true));
    case 4:
      return BigInt(view.getInt32(0, true));
    case 8:
      return view.getBigInt64(0, true);
    case 16:
      return (view.getBigInt64(8, true) << 64n) | view.getBigUint64(0, true);
  }
}

function timeText(time: number): string {
  const milliseconds = Math.floor(time / 1_000);
  const beyond = String(time - milliseconds * 1_000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${beyond}Z`);
}

function decimalText(scaled: bigint, scale: number): string {
  const sign = scaled < 0n ? '-' : '';
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** The shortest digits of a double, without an exponent. */
function plainNumber(double: number): string {
  const text = String(double);
  const [, sign = '', first = '', rest = '', exponent = ''] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === '') return text;
  const [digits, power] = [first + rest, Number(exponent)];
  if (power < 0) return `${sign}0.${digits.padStart(digits.length - power - 1, '0')}`;
  return sign + digits.padEnd(power + 1, '0');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
