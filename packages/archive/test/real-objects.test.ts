import { describe, expect, test } from 'vitest';
import {
  type ArchiveObject,
  addDays,
  type Column,
  type ColumnType,
  csvFormat,
  dataTypeSpec,
  dayNumber,
  fileName,
  firstDayOf,
  formatKey,
  intervalSeconds,
  nextMonth,
  parseKey,
  parseSidecar,
  typicalBytes,
} from '../src/index.ts';
import { REAL_OBJECTS, type RealObject } from './real-objects.ts';

const FORMS: Readonly<Record<ColumnType, RegExp>> = {
  time: /^\d{13}(\d{3})?$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  hour: /^\d{1,2}$/,
  id: /^\d+$/,
  count: /^\d+$/,
  decimal: /^-?\d+(\.\d+)?$/,
  flag: /^(true|false)$/i,
  text: /./,
  filler: /^0$/,
};

function objectOf({ key }: RealObject): ArchiveObject {
  const object = parseKey(key);
  if (object === undefined) throw new Error(`not a key: ${key}`);
  return object;
}

/** First and last millisecond of an object's period. */
function span({ partition, period }: ArchiveObject): readonly [number, number] {
  const first = partition === 'daily' ? period : firstDayOf(period);
  const after = partition === 'daily' ? addDays(period, 1) : firstDayOf(nextMonth(period));
  return [dayNumber(first) * 86_400_000, dayNumber(after) * 86_400_000 - 1];
}

describe.each(REAL_OBJECTS)('the real object $key', (real) => {
  const object = objectOf(real);
  const spec = dataTypeSpec(object.dataType);
  const columns: readonly Column[] = spec.markets[object.market]?.columns ?? [];
  const format = csvFormat(object.market, object.dataType, object.period);
  const header = format?.header === true ? 1 : 0;
  const rows = [...real.first.slice(header), real.last].map((line) => line.split(','));
  const unit = format?.time === 'microseconds' ? 1_000 : 1;
  const times = rows.map((row) => Math.floor(Number(row[0]) / unit));

  test('has a key that is written as it is read', () => {
    expect(formatKey(object)).toBe(real.key);
    expect(parseSidecar('0'.repeat(64) + real.sidecarEnd)?.name).toBe(fileName(object));
  });

  test('has the header that its market and age have', () => {
    const isHeader = !/^[\d-]/.test(real.first[0] ?? '');
    expect(isHeader).toBe(header === 1);
    if (isHeader) expect(real.first[0]?.split(',')).toEqual(format?.columns);
  });

  test('has cells of the types of its columns', () => {
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      for (const [at, { type }] of columns.entries()) expect(row[at]).toMatch(FORMS[type]);
    }
  });

  test('has times in the unit of its age, within its period and on the grid', () => {
    const [first, last] = span(object);
    const seconds =
      spec.grid.kind === 'step' ? spec.grid.seconds : intervalSeconds(object.interval ?? 'none');
    const step = (seconds ?? Number.NaN) * 1_000;
    expect(times[0]).toBe(first);
    expect((times[1] ?? 0) - first).toBe(step);
    expect(last + 1 - (times.at(-1) ?? 0)).toBe(step);
    expect(real.lines - header).toBe((last + 1 - first) / step);
  });

  test('has rows that the row key distinguishes', () => {
    const names = spec.rowKey === 'whole row' ? columns.map(({ name }) => name) : spec.rowKey;
    const places = names.map((name) => columns.findIndex((column) => column.name === name));
    const keys = rows.map((row) => places.map((place) => row[place]).join(','));
    expect(places).not.toContain(-1);
    expect(new Set(keys).size).toBe(rows.length);
  });

  test('has about the typical size', () => {
    expect(real.bytes / typicalBytes(object)).toBeGreaterThan(0.7);
    expect(real.bytes / typicalBytes(object)).toBeLessThan(1.4);
  });
});
