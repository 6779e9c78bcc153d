import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesText, counted, percentText, rateText } from '../src/words/amounts.ts';
import { runSentence, shortId, sumsOf } from '../src/words/runs.ts';
import { between, durationText, rangeText, tickText, utcText } from '../src/words/times.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_260_000, '1.26 MB'],
  [999_999, '1 MB'],
  [4.1e9, '4.1 GB'],
])('%d bytes read %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, '0 s'],
  [312, '0.3 s'],
  [41_000, '41 s'],
  [59_700, '1 min'],
  [664_000, '11 min 4 s'],
  [7_500_000, '2 h 5 min'],
  [7_201_000, '2 h'],
  [2 * 86_400_000 + 3_600_000, '2 d 1 h'],
])('%d ms read %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test('sizes never have four digits before the point', () => {
  fc.assert(fc.property(fc.nat(2 ** 31 - 1), (bytes) => !/\d{4}|\d,\d{3}/.test(bytesText(bytes))));
});

test('only all of it is 100 %', () => {
  expect(percentText(219, 224)).toBe('97.7 %');
  expect(percentText(999_999, 1_000_000)).toBe('99.9 %');
  expect(percentText(5, 5)).toBe('100 %');
  expect(percentText(0, 0)).toBe('–');
});

test('rates, counts, ranges and times', () => {
  expect(rateText(4_100_000)).toBe('4.1 MB/s');
  expect([counted(1, 'file'), counted(1_204, 'file')]).toEqual(['1 file', '1,204 files']);
  expect(rangeText(540, 840)).toBe('9 min – 14 min');
  expect(rangeText(60, 60)).toBe('1 min');
  expect(utcText('2025-07-15T08:33:07.123Z')).toBe('2025-07-15 08:33:07 UTC');
  expect(between('2025-07-15T08:00:00Z', '2025-07-15T08:00:05Z', 0)).toBe(5_000);
  expect(between('2025-07-15T08:00:00Z', null, Date.parse('2025-07-15T08:01:00Z'))).toBe(60_000);
  expect(shortId('01234567-89ab-7def-8000-0000000042ac3')).toBe('2ac3');
});

const files = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).map(([state, tasks]) => [state, { tasks, bytes: tasks * 10 }]));

describe('the sentence of a run', () => {
  test.each([
    ['Completed', { Completed: 4 }, 'All 4 files are in place.'],
    [
      'Completed',
      { Completed: 3, Cached: 1, Absent: 2 },
      '4 of 6 files are in place (2 files not in the archive).',
    ],
    ['Completed', {}, 'Nothing had to be fetched.'],
    [
      'CompletedWithGaps',
      { Completed: 219, Absent: 1, Failed: 4, Corrupt: 1 },
      '5 of 225 files failed; 219 are in place, 1 is not in the archive.',
    ],
    ['Running', { Completed: 3, Scheduled: 7 }, '3 of 10 files have ended.'],
    ['Running', { Completed: 3, Failed: 1, Running: 6 }, '4 of 10 files have ended, 1 failed.'],
    ['Running', {}, 'It is being planned.'],
    [
      'Crashed',
      { Completed: 3, Crashed: 7 },
      'Its process died with 7 of 10 files left. Resume continues it.',
    ],
    ['Scheduled', {}, 'It waits in the queue.'],
  ])('%s %j', (state, counts, sentence) => {
    expect(runSentence(state, files(counts))).toBe(sentence);
  });

  test('of a run whose files were settled before says that they are', () => {
    expect(runSentence('Completed', {}, 1_182)).toBe(
      'Nothing had to be fetched: all 1,182 files were settled before.',
    );
    expect(runSentence('Completed', {}, 1)).toBe('Nothing had to be fetched: its file was settled before.');
    expect(runSentence('Completed', files({ Completed: 2 }), 3)).toBe('All 5 files are in place.');
    expect(runSentence('Completed', files({ Cached: 2, Absent: 1 }), 3)).toBe(
      '5 of 6 files are in place (1 file not in the archive).',
    );
  });

  test('counts every file once', () => {
    const states = [
      'Completed',
      'Cached',
      'Unverified',
      'Absent',
      'Disputed',
      'Failed',
      'Corrupt',
      'Gone',
      'Running',
      'Scheduled',
      'Cancelled',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...states), fc.nat(1_000)), (counts) => {
        const { total, inPlace, failed, absent, disputed, ended, left } = sumsOf(files(counts));
        expect(ended + left).toBe(total);
        expect(inPlace + failed + absent + disputed).toBeLessThanOrEqual(ended);
      }),
    );
  });
});

test('times of an axis are as exact as the step between them', () => {
  const at = Date.parse('2025-07-16T08:20:05Z') / 1_000;
  expect([1, 60, 86_400].map((step) => tickText(at, step, true))).toEqual(['08:20:05', '08:20', '16 Jul']);
});
