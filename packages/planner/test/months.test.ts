import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ObjectAnswer } from '../src/index.ts';
import { AUGUST, because, days, lines, planned, QUARTER, sized } from './months-archive.ts';

describe('a month that does not hold its days', () => {
  test('gives way to its days, which say why', async () => {
    const sizes = { ...sized([...QUARTER, ...AUGUST], 1_500), '2026-06': 44_000, '2026-07': 45_000 };
    const answers = await planned({ ...sizes, '2026-08': 10_500 });
    expect(lines(answers)).toEqual(['2026-06', '2026-07', ...AUGUST.map(because)]);
    expect(answers.at(-1)).toMatchObject({
      because: {
        month: '2026-08',
        reason: 'the monthly file has 10,500 bytes, its 31 listed daily files have 46,500 bytes',
      },
    });
  });

  test('is planned too where days of it exist nowhere else', async () => {
    const some = AUGUST.slice(4, 28);
    const sizes = { ...sized([...QUARTER, ...some], 1_500), '2026-06': 44_000, '2026-07': 45_000 };
    expect(lines(await planned({ ...sizes, '2026-08': 10_500 }))).toEqual([
      '2026-06',
      '2026-07',
      because('2026-08'),
      ...some.map(because),
      'after_last 2026-08-29 2026-08-31',
    ]);
  });

  test('is not planned for days before the first of the series', async () => {
    const sizes = { ...sized(AUGUST.slice(10), 1_500), '2026-08': 10_500 };
    expect(lines(await planned(sizes))).toEqual([
      'before_first 2026-06-01 2026-08-10',
      ...AUGUST.slice(10).map(because),
    ]);
  });

  test('shows without days only where it is far smaller than the months around it', async () => {
    const sizes = { '2026-06': 44_000, '2026-07': 1_500, '2026-08': 45_000 };
    expect(lines(await planned(sizes))).toEqual(['2026-06', because('2026-07'), '2026-08']);
    expect(lines(await planned({ ...sizes, '2026-07': 4_000 }))).toEqual(['2026-06', '2026-07', '2026-08']);
    const trades = { data_types: ['trades' as const] };
    expect(lines(await planned(sizes, trades))).toEqual(['2026-06', '2026-07', '2026-08']);
  });

  test('is trusted where days are too small to be compared, and where only months are requested', async () => {
    const tiny = { ...sized(AUGUST, 250), '2026-08': 850 };
    const range = { date_range: { start: '2026-08-01', end: '2026-08-31' } };
    expect(lines(await planned(tiny, range))).toEqual(['2026-08']);
    const short = { ...sized(AUGUST, 1_500), '2026-08': 10_500 };
    expect(lines(await planned(short, { ...range, partition: 'monthly' }))).toEqual(['2026-08']);
  });
});

test('the days of a month that is not listed long after its end say so; those of the last month do not', async () => {
  const october = days('2026-10-01', '2026-10-31');
  const november = days('2026-11-01', '2026-11-22');
  const range = { date_range: { start: '2026-08-01', end: '2026-11-22' } };
  const sizes = { ...sized([...AUGUST, ...october, ...november], 1_500), '2026-09': 44_000 };
  expect(lines(await planned(sizes, range))).toEqual([
    ...AUGUST.map((day) => `${day} month_absent`),
    '2026-09',
    ...october.map((day) => `${day} month_absent`),
    ...november,
  ]);
});

const CLOSED = ['2026-06', '2026-07', '2026-08'];

test('each day has exactly one answer, whatever is listed of days and months', async () => {
  const sizes = fc
    .uniqueArray(fc.constantFrom(...QUARTER, ...AUGUST, ...CLOSED), { maxLength: 95 })
    .chain((periods) =>
      fc.tuple(
        ...periods.map((period) => fc.tuple(fc.constant(period), fc.integer({ min: 150, max: 60_000 }))),
      ),
    );
  await fc.assert(
    fc.asyncProperty(sizes, async (listed) => {
      const answers = await planned(Object.fromEntries(listed));
      const objects = answers.filter((answer): answer is ObjectAnswer => answer.kind === 'object');
      const daily = new Map(objects.map(({ object, because }) => [object.period, because]));
      const verdicts = answers.flatMap((answer) =>
        answer.kind === 'verdict' ? days(answer.first, answer.last) : [],
      );
      for (const day of [...QUARTER, ...AUGUST]) {
        const month = day.slice(0, 7);
        // A month is the answer for those of its days that have none of their own.
        const byMonth = daily.has(month) && !daily.has(day) && !verdicts.includes(day);
        const own = verdicts.filter((it) => it === day).length + Number(daily.has(day)) + Number(byMonth);
        expect({ day, own }).toEqual({ day, own: 1 });
        if (daily.has(month) && daily.has(day)) expect(daily.get(month)?.finding).toBe('month_short');
      }
    }),
    { numRuns: 60 },
  );
});

test('a whole month is never called short, whatever its days are like within what was measured', async () => {
  const day = fc.oneof(fc.integer({ min: 180, max: 3_000 }), fc.integer({ min: 3_000, max: 50_000_000 }));
  // docs/planning.md: the least that a whole month holds of its days, for days of that mean size.
  const leastShare = (mean: number): number => (mean >= 2_000 ? 0.97 : mean >= 500 ? 0.76 : 0.1);
  await fc.assert(
    fc.asyncProperty(
      fc.array(day, { minLength: 31, maxLength: 31 }),
      fc.double({ min: 0, max: 1 }),
      async (sizes, above) => {
        const content = sizes.reduce((sum, size) => sum + size - 150, 0);
        const mean = sizes.reduce((sum, size) => sum + size, 0) / 31;
        const share = leastShare(mean) + above * (1.1 - leastShare(mean));
        const listed = Object.fromEntries(AUGUST.map((text, place) => [text, sizes[place] ?? 0]));
        const month = 150 + Math.ceil(share * content);
        const range = { date_range: { start: '2026-08-01', end: '2026-08-31' } };
        expect(lines(await planned({ ...listed, '2026-08': month }, range))).toEqual(['2026-08']);
      },
    ),
  );
});

test('a month with nine of its days or fewer is found short where days have 500 bytes and more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 700, max: 20_000_000 }),
      fc.integer({ min: 1, max: 9 }),
      async (size, held) => {
        const range = { date_range: { start: '2026-08-01', end: '2026-08-31' } };
        const month = 150 + held * (size - 150);
        const answers = await planned({ ...sized(AUGUST, size), '2026-08': month }, range);
        expect(lines(answers)).toEqual(AUGUST.map(because));
      },
    ),
  );
});
