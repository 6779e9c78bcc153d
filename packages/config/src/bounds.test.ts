import { expect, test } from 'vitest';
import { checkConfig } from './check.ts';

const config = (more: object) => ({
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-02' },
  ...more,
});

const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`unknown_key_${at}`, 1]));

// A word of 900 kB once took half a minute to compare with each of our names, which the time of a test does not allow.
test.each([
  ['a key of 900 kB', { ['x'.repeat(900_000)]: 1 }],
  ['a market of 900 kB', config({ markets: ['x'.repeat(900_000)] })],
  ['an interval of 900 kB', config({ intervals: ['x'.repeat(900_000)] })],
  ['a key of 900 kB in a group', config({ source: { ['x'.repeat(900_000)]: 1 } })],
  ['twenty thousand keys', many],
  ['twenty thousand keys in a group', config({ date_range: many })],
  ['fifty thousand markets', config({ markets: Array.from({ length: 50_000 }, (_, at) => `zz${at}`) })],
  ['fifty thousand intervals', config({ intervals: Array.from({ length: 50_000 }, (_, at) => `zz${at}`) })],
])('%s is refused soon, with an answer that can be read', (_, input) => {
  const { config: valid, problems } = checkConfig(input);
  expect(valid).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(1_001 + 10);
});

test('what has too many keys is reported where it stands', () => {
  const { problems } = checkConfig(config({ date_range: many }));
  expect(problems).toEqual([{ path: 'date_range', message: 'has 20,000 keys, expected at most 1,000' }]);
});

test('problems beyond a thousand are counted', () => {
  const { problems } = checkConfig(
    config({ intervals: Array.from({ length: 1_234 }, (_, at) => `zz${at}`) }),
  );
  expect(problems.at(-1)?.message).toBe('234 more problems of this kind are not listed');
});
