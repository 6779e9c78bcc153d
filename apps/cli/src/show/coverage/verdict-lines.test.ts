import type { VerdictRecord } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { VerdictLines } from './verdict-lines.ts';

const verdict: Omit<VerdictRecord, 'symbol'> = {
  market: 'spot',
  data_type: 'klines',
  interval: '1h',
  first: '2025-07-01',
  last: '2025-07-01',
  verdict: 'not_yet_published',
  reason: 'not listed yet',
};

test('verdicts with the same span and reason are one line, whose first symbols are named', () => {
  const lines = new VerdictLines();
  const symbols = Array.from({ length: 8 }, (_, at) => `S${at}USDT`);
  for (const symbol of symbols) lines.add({ ...verdict, symbol });
  lines.add({
    ...verdict,
    symbol: 'BTCUSTD',
    verdict: 'never_existed',
    reason: 'not listed',
    likely: 'BTCUSDT',
  });
  expect(lines.lines()).toEqual([
    'spot klines 2025-07-01: never_existed, not listed (BTCUSTD 1h); did you mean BTCUSDT?',
    `spot klines 2025-07-01: not_yet_published, not listed yet (${symbols.slice(0, 6).join(', ')} and 2 more, 1h)`,
  ]);
});

test('what is reported as unknown to the archive is left out, by its symbol or for all of them', () => {
  const lines = new VerdictLines();
  const never = { ...verdict, verdict: 'never_existed', reason: 'not listed' } as const;
  for (const symbol of ['BTCUSTD', 'OLDUSDT']) lines.add({ ...never, symbol });
  lines.add({
    ...never,
    data_type: 'fundingRate',
    interval: null,
    symbol: 'BTCUSDT',
    reason: 'spot has none',
  });
  lines.add({ ...verdict, symbol: 'BTCUSTD' });
  const unknown = { market: 'spot', reason: '', likely: null, message: '' };
  const shown = lines.lines([
    { ...unknown, symbol: 'BTCUSTD', data_types: ['klines', 'trades'] },
    { ...unknown, symbol: null, data_types: ['fundingRate'] },
  ]);
  expect(shown).toEqual([
    'spot klines 2025-07-01: never_existed, not listed (OLDUSDT 1h)',
    'spot klines 2025-07-01: not_yet_published, not listed yet (BTCUSTD 1h)',
  ]);
});
