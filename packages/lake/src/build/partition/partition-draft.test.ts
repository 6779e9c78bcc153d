import { knownSeries } from '@tapehaul/archive';
import { tableSchema } from '@tapehaul/tables';
import { expect, test } from 'vitest';
import { concatRows } from '../../rows/concat-rows.ts';
import type { TableRows } from '../../rows/table-rows.ts';
import type { TableSource } from '../../source/table-source.ts';
import type { DayContent } from '../days/day-content.ts';
import type { MonthOrder } from '../order/month-order.ts';
import { draftPartition } from './partition-draft.ts';

const SCHEMA = tableSchema('fundingRate');

function source(period: string): TableSource {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return {
    key: `${partition}/${period}.zip`,
    path: `/${period}`,
    bytes: 1,
    sha256: 'ab'.repeat(32),
    partition,
    period,
  };
}

/** One row, whose columns of 64 bits all have this value. */
function rowOf(value: bigint): TableRows {
  const empty = concatRows(SCHEMA, 'double', []);
  const columns = empty.columns.map((of) => {
    if ('texts' in of) return of;
    const view = new DataView(new ArrayBuffer(of.width));
    if (of.width === 8) view.setBigInt64(0, value, true);
    return { ...of, data: new Uint8Array(view.buffer) };
  });
  return { ...empty, count: 1, columns };
}

function dayOf(day: string, value: bigint, key: string): DayContent {
  return { day, rows: rowOf(value), parts: [{ key, rows: 1, rule: null }], findings: [] };
}

test('days in any order become rows in order, and each source is named with its rows, also one that gave none', () => {
  const series = knownSeries({
    market: 'futures_um',
    dataType: 'fundingRate',
    symbol: 'BTCUSDT',
    interval: null,
  });
  if (series === undefined) throw new RangeError('no series');
  const [july, june] = [source('2025-07'), source('2025-06')];
  const sources = [july, source('2025-07-02'), source('2025-06-30'), june];
  const order: MonthOrder = {
    ...{ series, month: '2025-07', sources, periods: ['2025-07'], numbers: 'double', repair: 'days' },
    ...{ root: '/lake', staging: '/lake/staging' },
  };
  const days = [
    dayOf('2025-07-03', 3n, july.key),
    dayOf('2025-07-01', 1n, june.key),
    dayOf('2025-07-02', 2n, july.key),
  ];
  const { draft, rows } = draftPartition(order, SCHEMA, '2025-07', days, sources);
  const [times] = rows.columns;
  if (times === undefined || 'texts' in times) throw new RangeError('no times');
  expect([...new BigInt64Array(times.data.buffer)]).toEqual([1n, 2n, 3n]);
  expect(draft).toMatchObject({ rows: 3, ends: { firstTime: 1, lastTime: 3, firstId: null, lastId: null } });
  expect(draft.parts.map(({ day }) => day)).toEqual(['2025-07-01', '2025-07-02', '2025-07-03']);
  expect(draft.sources.map((of) => [of.key, of.rows])).toEqual([
    ['daily/2025-07-02.zip', 0],
    [june.key, 1],
    [july.key, 2],
  ]);
});
