import { lastDayOf, parseKey } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFilter, anyKey } from '../src/contract/setup/archive-keys.ts';
import type { KeyFilter } from '../src/index.ts';
import { compareText, KeyRanges, keyAfter } from '../src/rules/index.ts';

/** Whether a key fits, as it is described. */
function fits(key: string, { prefix = '', from, to, ...parts }: KeyFilter): boolean {
  if (!key.startsWith(prefix)) return false;
  const wanted = Object.entries(parts);
  if (wanted.length === 0 && from === undefined && to === undefined) return true;
  const object = parseKey(key);
  if (object === undefined) return false;
  const known: Record<string, unknown> = { ...object };
  const [first, last] =
    object.partition === 'daily'
      ? [object.period, object.period]
      : [`${object.period}-01`, lastDayOf(object.period)];
  return (
    wanted.every(([name, value]) => known[name] === value) &&
    (from === undefined || last >= from) &&
    (to === undefined || first <= to)
  );
}

/** What a reader finds that goes to where the ranges send it. */
function walked(keys: readonly string[], ranges: KeyRanges): string[] {
  const found: string[] = [];
  for (let from = ranges.first; from !== undefined; ) {
    const at = from;
    const key = keys.find((it) => compareText(it, at) >= 0);
    if (key === undefined) return found;
    if (ranges.isWanted(key)) {
      found.push(key);
      from = keyAfter(key);
      continue;
    }
    from = ranges.behind(key);
    if (from !== undefined) expect(compareText(from, key)).toBeGreaterThan(0);
  }
  return found;
}

test('a walk by ranges finds the keys that a plain filter finds, whatever the filter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyKey, { maxLength: 40 }), anyFilter, (some, filter) => {
      const keys = some.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(walked(keys, new KeyRanges(filter))).toEqual(keys.filter((key) => fits(key, filter)));
    }),
    { numRuns: 500 },
  );
});

test('a filter by day reads a few keys of each series', () => {
  const keys: string[] = [];
  for (let series = 0; series < 100; series += 1) {
    const symbol = `S${String(series).padStart(3, '0')}USDT`;
    for (let day = 1; day <= 28; day += 1) {
      const period = `2025-01-${String(day).padStart(2, '0')}`;
      keys.push(`data/spot/daily/trades/${symbol}/${symbol}-trades-${period}.zip`);
    }
  }
  const ranges = new KeyRanges({ from: '2025-01-14', to: '2025-01-14' });
  let read = 0;
  const counted = keys.map((key) => key);
  for (let from = ranges.first; from !== undefined; ) {
    const at = from;
    const key = counted.find((it) => it >= at);
    if (key === undefined) break;
    read += 1;
    from = ranges.isWanted(key) ? keyAfter(key) : ranges.behind(key);
  }
  expect(read).toBeLessThanOrEqual(3 * 100);
});

test('texts are compared as their bytes in UTF-8', () => {
  const character = fc.constantFrom(
    'a',
    'b',
    '/',
    '\0',
    '\u{7ff}',
    '\u{ffff}',
    '\u{e000}',
    '\u{10000}',
    '\u{10ffff}',
  );
  const text = fc.array(character, { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
