import type { PlannedObject } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { MonthLines } from './month-lines.ts';

type Finding = NonNullable<PlannedObject['because']>['finding'];

function planned(
  finding: Finding | undefined,
  period: string,
  more: Partial<PlannedObject> = {},
): PlannedObject {
  const month = period.slice(0, 7);
  return {
    kind: 'object',
    change: 'new',
    key: period,
    path: period,
    by: 'listing',
    market: 'spot',
    data_type: 'klines',
    symbol: 'BTCUSDT',
    interval: '1h',
    partition: period.length === 7 ? 'monthly' : 'daily',
    period,
    ...(finding && { because: { month, finding, reason: 'a reason' } }),
    ...more,
  };
}

test('each reason has one line, with its months, the days in their place, and what is held or in no daily file', () => {
  const lines = new MonthLines();
  lines.add(planned(undefined, '2025-06'));
  lines.add(planned('month_short', '2025-07', { missing_days: 2 }));
  lines.add(planned('month_short', '2025-07-01'));
  lines.add(planned('month_short', '2025-07-02'));
  lines.add(planned('month_short', '2025-08-01', { symbol: 'ETHUSDT' }));
  lines.add(planned('days_held', '2025-05-01', { change: 'present' }));
  lines.add(planned('days_held', '2025-05-02'));
  lines.add(planned('month_absent', '2025-04-01'));
  lines.add(planned('month_disputed', '2025-02', { change: 'disputed' }));
  lines.add(planned('month_disputed', '2025-02-01'));
  lines.add(planned('month_held', '2025-03', { change: 'present', interval: null }));
  expect(lines.lines()).toEqual([
    'month_short: 2 months are too short (spot/klines/BTCUSDT/1h 2025-07 and 1 more): 3 daily files instead, 2 days in no daily file',
    'days_held: 1 month has most of its days held (spot/klines/BTCUSDT/1h 2025-05): 2 daily files instead, 1 of them held',
    'month_absent: 1 month is not listed (spot/klines/BTCUSDT/1h 2025-04): 1 daily file instead',
    'month_disputed: 1 month contradicts its checksum (spot/klines/BTCUSDT/1h 2025-02): 1 daily file instead',
    'month_held: 1 month is held, and covers requested days (spot/klines/BTCUSDT 2025-03)',
  ]);
});

test('a plan without such months has no lines', () => {
  const lines = new MonthLines();
  lines.add(planned(undefined, '2025-06-01'));
  expect(lines.lines()).toEqual([]);
});
