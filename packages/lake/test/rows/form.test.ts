import { describe, expect, test } from 'vitest';
import { columnOf, found, linesOf, readCsv } from './zip-of.ts';

const DAY = '2025-07-01';
const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`);
const AGG = {
  series: { market: 'futures_um', dataType: 'aggTrades', symbol: 'BTCUSDT', interval: null },
  numbers: 'double',
} as const;
const METRICS = {
  series: { market: 'futures_um', dataType: 'metrics', symbol: 'BTCUSDT', interval: null },
  numbers: 'double',
} as const;

function agg(id: number, time = MIDNIGHT + id, price = '100.5'): string {
  return `${id},${price},0.25,${id * 2},${id * 2 + 1},${time},true`;
}

async function ids(csv: string | Uint8Array): Promise<(string | null)[]> {
  const { days } = await readCsv(csv, DAY, AGG);
  return days.flatMap(({ rows }) => columnOf(rows, 'agg_trade_id'));
}

describe('lines', () => {
  const rows = [agg(1), agg(2), agg(3)];

  test.each([
    ['newlines', `${rows.join('\n')}\n`],
    ['carriage returns', `${rows.join('\r\n')}\r\n`],
    ['a header', `agg_trade_id,price,quantity,x,y,z,w\n${rows.join('\n')}\n`],
    ['a byte order mark', `\ufeff${rows.join('\n')}\n`],
    ['a byte order mark before a header', `\ufeffagg_trade_id,price\n${rows.join('\n')}\n`],
    ['quotes', `${rows.map((row) => row.replaceAll(/[^,]+/g, '"$&"')).join('\n')}\n`],
    ['a flag in capitals', `${rows.join('\n').replaceAll('true', 'TRUE')}\n`],
  ])('with %s are rows', async (_, csv) => {
    const { days, report } = await readCsv(csv, DAY, AGG);
    expect(report).toMatchObject({ rows: 3, findings: [], late: [] });
    expect(report.inflated).toBe(Buffer.byteLength(csv));
    expect(linesOf(days[0]?.rows ?? expect.fail()).at(1)).toBe(
      '2,100.5,0.25,4,5,2025-07-01T00:00:00.002000Z,true,',
    );
  });

  test.each([
    ['blank_line', '', `${DAY} blank_line 1`],
    [
      'header_inside',
      'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker',
      `${DAY} header_inside 1`,
    ],
    ['a field too few', '7,1,1,1,1,1', `${DAY} field_count 1`],
    ['a field too many', `${agg(7)},1`, `${DAY} field_count 1`],
    ['no number', agg(7, MIDNIGHT, 'NaN'), `${DAY} malformed_row 1`],
    ['two points', agg(7, MIDNIGHT, '1.2.3'), `${DAY} malformed_row 1`],
    ['a blank', agg(7, MIDNIGHT, ''), `${DAY} malformed_row 1`],
    ['a lone minus', agg(7, MIDNIGHT, '-'), `${DAY} malformed_row 1`],
    ['a lone point', agg(7, MIDNIGHT, '.'), `${DAY} malformed_row 1`],
    ['an open quote', agg(7, MIDNIGHT, '"1'), `${DAY} malformed_row 1`],
    ['a time of the year 3000', agg(7, Date.UTC(3000, 0)), `${DAY} malformed_row 1`],
    ['an id of 20 digits', agg(7).replace('7,', '99999999999999999999,'), `${DAY} malformed_row 1`],
    ['another flag', agg(7).replace('true', 'maybe'), `${DAY} malformed_row 1`],
    ['a long line', `7,${'1'.repeat(100_000)}`, `${DAY} malformed_row 1`],
  ])('that are no row are left out and reported: %s', async (_, line, finding) => {
    const { days, report } = await readCsv(`${agg(1)}\n${line}\n${agg(2)}\n`, DAY, AGG);
    expect(found(report)).toEqual([finding]);
    expect(report.findings[0]?.sample).toBe(line.slice(0, 200));
    expect(report.findings[0]?.source).toBe(`a/key/of/${DAY}.zip`);
    expect(columnOf(days[0]?.rows ?? expect.fail(), 'agg_trade_id')).toEqual(['1', '2']);
  });

  test('keep the last row of a file that does not end in a newline, and report it', async () => {
    const { report } = await readCsv(`${agg(1)}\n${agg(2)}`, DAY, AGG);
    expect(found(report)).toEqual([`${DAY} cut_line 1`]);
    expect(report.rows).toBe(2);
    expect(await ids(`${agg(1)}\n2,1`)).toEqual(['1']);
  });

  test.each([
    ['nothing', ''],
    ['a header', 'agg_trade_id,price\n'],
  ])('are missing from a file of %s', async (_, csv) => {
    const { days, report } = await readCsv(csv, DAY, AGG);
    expect(days).toEqual([]);
    expect(found(report)).toEqual([`${DAY} empty_file 1`]);
  });
});

describe('numbers', () => {
  const price = async (text: string, numbers: 'double' | 'decimal') => {
    const { days, report } = await readCsv(`${agg(1, MIDNIGHT, text)}\n`, DAY, { ...AGG, numbers });
    return { text: columnOf(days[0]?.rows ?? expect.fail(), 'price')[0], found: found(report) };
  };

  test.each([
    ['0.00000001', '0.00000001'],
    ['1E-8', '0.00000001'],
    ['1.5e+3', '1500'],
    ['-0.00', '0'],
    ['-0.50', '-0.5'],
    ['00012.10', '12.1'],
    ['123456789.00000000', '123456789'],
    ['76643.1910000000000000', '76643.191'],
  ])('%s is kept exactly', async (text, expected) => {
    for (const numbers of ['double', 'decimal'] as const) {
      expect(await price(text, numbers)).toEqual({ text: expected, found: [] });
    }
  });

  test('of more digits than a double holds are counted', async () => {
    expect(await price('1234567890.12345678', 'double')).toEqual({
      text: '1234567890.1234567',
      found: [`${DAY} inexact_double 1`],
    });
    expect((await price('1234567890.12345678', 'decimal')).text).toBe('1234567890.12345678');
    // 16 digits that return to their text.
    expect(await price('44036123.12345678', 'double')).toEqual({ text: '44036123.12345678', found: [] });
  });

  test('of more decimals than a decimal has are cut and reported', async () => {
    expect(await price('1.1234567899', 'decimal')).toEqual({
      text: '1.12345678',
      found: [`${DAY} lost_decimals 1`],
    });
    expect(await price('1.1234567899', 'double')).toEqual({ text: '1.1234567899', found: [] });
  });

  test('of more digits than a decimal has are no row', async () => {
    const csv = `${agg(1)}\n${agg(2, MIDNIGHT, '12345678901.5')}\n`;
    const { report } = await readCsv(csv, DAY, { ...AGG, numbers: 'decimal' });
    expect(found(report)).toEqual([`${DAY} malformed_row 1`]);
  });

  test('of 18 digits are ids', async () => {
    expect(await ids(agg(1).replace('1,', '123456789012345678,').concat('\n'))).toEqual([
      '123456789012345678',
    ]);
  });
});

describe('times', () => {
  test('are milliseconds or microseconds by their value', async () => {
    const csv = `${agg(1, MIDNIGHT)}\n${agg(2, MIDNIGHT * 1_000 + 7)}\n`;
    const { days } = await readCsv(csv, DAY, AGG);
    expect(columnOf(days[0]?.rows ?? expect.fail(), 'transact_time')).toEqual([
      '2025-07-01T00:00:00.000000Z',
      '2025-07-01T00:00:00.000007Z',
    ]);
  });

  test('of text and blanks are those of metrics', async () => {
    const csv = [
      'create_time,symbol,sum_open_interest,sum_open_interest_value,a,b,c,d',
      `${DAY} 00:05:00,BTCUSDT,76643.1910000000000000,1.5,,"",1.25,1`,
      `${DAY} 00:10:00,BTCUSDT,76643.1910000000000000,1.5,2,3,1.25,`,
      `2025-02-29 00:10:00,BTCUSDT,76643.1910000000000000,1.5,2,3,1.25,1`,
    ];
    const { days, report } = await readCsv(`${csv.join('\n')}\n`, DAY, METRICS);
    expect(linesOf(days[0]?.rows ?? expect.fail())).toEqual([
      '2025-07-01T00:05:00.000000Z,76643.191,1.5,,,1.25,1',
      '2025-07-01T00:10:00.000000Z,76643.191,1.5,2,3,1.25,',
    ]);
    expect(found(report)).toEqual([`${DAY} malformed_row 1`]);
  });

  test('fill derived columns', async () => {
    const series = { market: 'futures_um', dataType: 'fundingRate', symbol: 'BTCUSDT', interval: null };
    const csv = `calc_time,funding_interval_hours,last_funding_rate\n${MIDNIGHT + 7},8,-0.00001077\n`;
    const { days } = await readCsv(csv, '2025-07', { series, numbers: 'double' });
    expect(linesOf(days[0]?.rows ?? expect.fail())).toEqual([
      '2025-07-01T00:00:00.007000Z,2025-07-01T00:00:00.000000Z,8,-0.00001077',
    ]);
  });
});
