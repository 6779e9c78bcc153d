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
