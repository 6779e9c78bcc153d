import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runSearch } from '../src/pages/run/run-search.ts';
import { bytesIn, bytesPerSecond, endedIn } from '../src/pages/run/tabs/timeline/timeline-figures.ts';
import { bytesText, counted, numberText, percentText } from '../src/words/amounts.ts';
import { fileName, linkedParts, withoutKey } from '../src/words/keys.ts';
import { between, durationText, localText, rangeText } from '../src/words/times.ts';

describe('amounts', () => {
  test.each([
    [-5, '0 bytes'],
    [1_000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [1e12, '1 TB'],
    [1e15, '1 PB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  test.each([
    [0, '0 entries'],
    [1, '1 entry'],
    [2, '2 entries'],
    [1_000_000, '1,000,000 entries'],
  ])('%d with an irregular plural reads %s', (value, text) => {
    expect(counted(value, 'entry', 'entries')).toBe(text);
  });

  test('the separated thousands of a number read back as the same number', () => {
    fc.assert(fc.property(fc.nat(), (value) => Number(numberText(value).replaceAll(',', '')) === value));
  });

  test('a percentage is 100 % exactly when nothing is missing, and never exceeds the share', () => {
    const parts = fc.tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }));
    fc.assert(
      fc.property(parts, ([part, more]) => {
        const whole = part + more;
        expect(percentText(part, whole)).not.toBe('100 %');
        expect(percentText(whole, whole)).toBe('100 %');
        expect(Number.parseFloat(percentText(part, whole))).toBeLessThanOrEqual((part / whole) * 100 + 1e-6);
      }),
    );
    expect([percentText(0, 7), percentText(1, 1_001), percentText(3, -1)]).toEqual(['0 %', '0 %', '–']);
  });
});

describe('times', () => {
  test.each([
    [-1, '0 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [10_400, '10 s'],
    [59_499, '59 s'],
    [3_599_000, '59 min 59 s'],
    [3_599_500, '1 h'],
    [3_605_000, '1 h'],
    [86_399_499, '23 h 59 min'],
    [86_400_000 + 59_000, '1 d'],
  ])('%d ms read %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });

  test('a duration is rounded down to the unit below its largest one', () => {
    const sizes: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, min: 60, s: 1 };
    const lower: Readonly<Record<string, number>> = { d: 3_600, h: 60, min: 1, s: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 10_000_000 }), (seconds) => {
        const parts = [...durationText(seconds * 1_000).matchAll(/(\d+) (\w+)/g)];
        const shown = parts.map(([, count, unit = '']) => Number(count) * (sizes[unit] ?? Number.NaN));
        const lost = seconds - shown.reduce((sum, part) => sum + part, 0);
        expect([1, 2]).toContain(parts.length);
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThan(lower[parts[0]?.[2] ?? ''] ?? 0);
      }),
    );
  });

  test('a range whose ends read the same is shown as one duration', () => {
    expect(rangeText(3_600, 3_610)).toBe('1 h');
    expect(rangeText(0, 0.5)).toBe('0 s – 0.5 s');
  });

  test('a local time has its date only when that is not today', () => {
    const iso = new Date(2025, 6, 15, 8, 33, 7).toISOString();
    expect(localText(iso, new Date(2025, 6, 15, 23, 59))).toBe('08:33:07');
    expect(localText(iso, new Date(2025, 6, 16, 0, 0))).toBe('15 Jul 2025, 08:33:07');
  });

  test('an interval is negative when it ends before it begins', () => {
    expect(between('2025-07-15T08:00:05Z', '2025-07-15T08:00:00Z', 0)).toBe(-5_000);
  });
});

describe('keys', () => {
  test('the file name is what follows the last slash of the key', () => {
    const names = fc.string().filter((name) => !name.includes('/'));
    fc.assert(fc.property(fc.string(), names, (folder, name) => fileName(`${folder}/${name}`) === name));
    expect([fileName('b.zip'), fileName('a/b/'), fileName('')]).toEqual(['b.zip', '', '']);
  });

  test('only a key at the beginning of a message is removed', () => {
    expect(withoutKey('checksum of a/b.zip differs', 'a/b.zip')).toBe('checksum of a/b.zip differs');
    expect(withoutKey('a/b.zip', 'a/b.zip')).toBe('');
    expect(withoutKey('a/b.zip.CHECKSUM: not found', 'a/b.zip')).toBe('a/b.zip.CHECKSUM: not found');
    expect(withoutKey(': no key', '')).toBe(': no key');
  });

  test('a link ends before the punctuation that closes it', () => {
    const text = '(see https://example.org/a?b=1#c), "https://example.org"';
    const links = linkedParts(text).filter(({ href }) => href !== undefined);
    expect(links.map((link) => link.text)).toEqual(['https://example.org/a?b=1#c', 'https://example.org']);
    expect(linkedParts('')).toEqual([]);
    expect(linkedParts('see https://example.org/a. Next')[1]).toEqual({
      text: 'https://example.org/a',
      href: 'https://example.org/a',
    });
  });
});

test('a text in the address of a run is dropped when it exceeds 4,096 characters', () => {
  expect(runSearch({ find: 'x'.repeat(4_096) }).find).toHaveLength(4_096);
  expect(runSearch({ find: 'x'.repeat(4_097), code: 0, by: null, newest: true })).toEqual({
    code: '0',
    newest: true,
  });
});

test('the figures of a slice add up over the states of its files', () => {
  const counts = fc.record({ tasks: fc.nat(1_000), bytes: fc.nat(1_000_000) });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 6 }), fc.integer({ min: 1, max: 3_600 }), (list, seconds) => {
      const ended = Object.fromEntries(list.map((count, at) => [`State${at}`, count]));
      const slice = { from: new Date(0).toISOString(), to: new Date(seconds * 1_000).toISOString(), ended };
      const bytes = list.reduce((sum, count) => sum + count.bytes, 0);
      expect(endedIn(slice)).toBe(list.reduce((sum, { tasks }) => sum + tasks, 0));
      expect([bytesIn(slice), bytesIn({ ...slice, bytes: 0 })]).toEqual([bytes, 0]);
      expect(bytesPerSecond(slice) * seconds).toBeCloseTo(bytes, 3);
      expect(bytesPerSecond({ ...slice, from: slice.to, to: slice.from, bytes: 1 })).toBe(0);
    }),
  );
});
