import { describe, expect, test } from 'vitest';
import { rowLines } from '../../src/index.ts';
import { readCsv } from '../rows/zip-of.ts';

const DAY = '2023-07-01';
const TIME = Date.parse(`${DAY}T12:00:00.123Z`);
const ORDERS = { market: 'futures_um', dataType: 'liquidationSnapshot', symbol: 'X', interval: null };

async function rowsOf(lines: readonly string[], numbers: 'double' | 'decimal') {
  const { days } = await readCsv(lines.map((line) => `${line}\n`).join(''), DAY, { series: ORDERS, numbers });
  return days[0]?.rows ?? expect.fail();
}

const LINE = `${TIME},SELL,"a ""b"", c",IOC,1000000000.50,0.00000010,-2.5,FILLED,0,12`;

describe('rows as text', () => {
  test.each(['double', 'decimal'] as const)('are CSV with names: %s', async (numbers) => {
    const text = [...rowLines(await rowsOf([LINE], numbers), 'csv')].join('');
    expect(text).toBe(
      'time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity\n' +
        '2023-07-01T12:00:00.123000Z,SELL,"a ""b"", c",IOC,1000000000.5,0.0000001,-2.5,FILLED,0,12\n',
    );
    expect([...rowLines(await rowsOf([LINE], numbers), 'csv', { header: false })].join('')).toBe(
      text.slice(text.indexOf('\n') + 1),
    );
  });

  test.each(['double', 'decimal'] as const)('are JSON objects, one a line: %s', async (numbers) => {
    const text = [...rowLines(await rowsOf([LINE], numbers), 'ndjson')].join('');
    expect(text).toContain('"original_quantity":1000000000.5,"price":0.0000001,');
    expect(JSON.parse(text)).toMatchObject({
      time: '2023-07-01T12:00:00.123000Z',
      order_type: 'a "b", c',
      average_price: -2.5,
    });
  });

  test('come in pieces that make all rows', async () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => LINE.replace('-2.5', String(at)));
    const pieces = [...rowLines(await rowsOf(lines, 'double'), 'ndjson')];
    expect(pieces).toHaveLength(3);
    const prices = pieces
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).average_price);
    expect(prices).toEqual([...Array(3_000).keys()]);
  });
});

test('blanks are null in JSON and nothing in CSV', async () => {
  const series = { market: 'futures_um', dataType: 'metrics', symbol: 'X', interval: null };
  const { days } = await readCsv(`${DAY} 00:05:00,X,1,2,,,,4\n`, DAY, { series, numbers: 'double' });
  const rows = days[0]?.rows ?? expect.fail();
  expect([...rowLines(rows, 'csv', { header: false })]).toEqual(['2023-07-01T00:05:00.000000Z,1,2,,,,4\n']);
  expect(JSON.parse([...rowLines(rows, 'ndjson')].join(''))).toMatchObject({ count_long_short_ratio: null });
});
