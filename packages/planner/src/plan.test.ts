import { availabilityOf } from '@tapehaul/archive';
import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { describe, expect, test } from 'vitest';
import { request, today } from '../test/request.ts';
import { type Answer, type PlanRequest, plan } from './index.ts';

const answers = (more: Partial<PlanRequest>, day = today): Answer[] => [
  ...plan(request(more), { today: day }),
];
const keys = (all: readonly Answer[]): string[] =>
  all.flatMap((one) => (one.kind === 'object' ? [one.key] : []));
const verdicts = (all: readonly Answer[]) => all.flatMap((one) => (one.kind === 'verdict' ? [one] : []));

describe('a plan', () => {
  test('takes days for part of a month, and the month when it lies whole inside', () => {
    const all = keys(answers({ date_range: { start: '2025-06-29', end: '2025-08-02' } }));
    expect(all).toEqual([
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-29.zip',
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-30.zip',
      'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07.zip',
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-08-01.zip',
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-08-02.zip',
    ]);
  });

  test('takes days for a month that closed too lately to be surely published', () => {
    const range = { start: '2026-10-01', end: '2026-10-31' };
    expect(keys(answers({ date_range: range }, '2026-11-05'))).toHaveLength(31);
    expect(keys(answers({ date_range: range }, '2026-11-21'))).toHaveLength(1);
  });

  test('takes the month that touches the range for a type that has only months', () => {
    const all = answers({ markets: ['futures_um'], data_types: ['fundingRate'] });
    expect(keys(all)).toEqual([
      'data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-07.zip',
    ]);
  });

  test('says what is not published yet', () => {
    const all = answers({ date_range: { start: '2026-11-21', end: '2026-11-25' } });
    expect(keys(all)).toHaveLength(2);
    expect(verdicts(all)).toMatchObject([
      { verdict: 'not_yet_published', first: '2026-11-23', last: '2026-11-25' },
    ]);
  });

  test('says where a type begins and ends', () => {
    const all = answers({
      markets: ['futures_um'],
      data_types: ['bookTicker'],
      partition: 'daily',
      date_range: { start: '2023-05-14', end: '2024-04-02' },
    });
    expect(keys(all)).toHaveLength(320);
    expect(verdicts(all)).toMatchObject([
      { verdict: 'before_first', first: '2023-05-14', last: '2023-05-15' },
      { verdict: 'type_ended', first: '2024-03-31', last: '2024-04-02' },
    ]);
    expect(verdicts(all)[1]?.reason).toBe(
      'daily bookTicker ended on 2024-03-30: binance-public-data #334 #380',
    );
  });

  test('has no days of the last month of a contract behind its delivery, where only months are requested', () => {
    const last = request({
      markets: ['futures_um'],
      symbols: ['BTCUSDT_240628'],
      partition: 'monthly',
      date_range: { start: '2024-06-01', end: '2024-07-31' },
    });
    const open = [...plan(last, { today: '2024-06-15' })];
    expect(open.map((it) => it.kind === 'verdict' && [it.first, it.last, it.verdict])).toEqual([
      ['2024-06-01', '2024-06-28', 'not_yet_published'],
      ['2024-06-29', '2024-07-31', 'after_last'],
    ]);
  });

  test('ends with the delivery of a contract', () => {
    const range = { start: '2024-09-26', end: '2024-09-29' };
    const all = answers({ markets: ['futures_um'], symbols: ['BTCUSDT_240927'], date_range: range });
    expect(keys(all)).toHaveLength(2);
    expect(verdicts(all)).toMatchObject([{ verdict: 'after_last', first: '2024-09-28', last: '2024-09-29' }]);
  });

  test('gives one verdict with the likely name for a symbol that cannot exist', () => {
    const { intervals: _, ...rest } = request({ markets: ['futures_cm'] });
    const all = [...plan(rest, { today })];
    expect(all).toMatchObject([{ kind: 'verdict', verdict: 'never_existed', likely: 'BTCUSD_PERP' }]);
  });

  test('gives one verdict for a type that a market never had', () => {
    expect(answers({ data_types: ['metrics'] })).toMatchObject([
      { kind: 'verdict', verdict: 'never_existed' },
    ]);
  });

  test('takes the intervals of the matrix when the request names none', () => {
    const { intervals: _, ...rest } = request({ date_range: { start: '2025-07-01', end: '2025-07-01' } });
    const row = availabilityOf('spot', 'klines', 'daily', '1h');
    const matrix = BUILT_IN_MATRIX.filter((one) => one === row).map((one) => ({
      ...one,
      intervals: ['1h'] as const,
    }));
    expect(keys([...plan(rest, { today, matrix })])).toHaveLength(1);
    expect(keys([...plan(rest, { today })])).toHaveLength(16);
  });
});
