import { describe, expect, test } from 'vitest';
import { AUGUST, because, lines, planned, sized } from './months-archive.ts';

describe('a month in which a series begins or ends', () => {
  const august = { date_range: { start: '2026-08-01', end: '2026-08-31' } };
  const some = AUGUST.slice(10, 20);

  test('is planned, with verdicts on the days that it cannot hold', async () => {
    const sizes = { ...sized(some, 1_500), '2026-08': 14_000 };
    const answers = await planned(sizes);
    expect(lines(answers)).toEqual([
      'before_first 2026-06-01 2026-08-10',
      '2026-08',
      'after_last 2026-08-21 2026-08-31',
    ]);
    const verdicts = answers.filter((answer) => answer.kind === 'verdict');
    expect(verdicts.map(({ besideMonth }) => besideMonth)).toEqual(['2026-08', '2026-08']);
    expect(lines(await planned(sizes, august))).toEqual([
      'before_first 2026-08-01 2026-08-10',
      '2026-08',
      'after_last 2026-08-21 2026-08-31',
    ]);
  });

  test('is the answer for all of its days where it is larger than those that are listed, or none is', async () => {
    expect(lines(await planned({ ...sized(some, 1_500), '2026-08': 15_500 }, august))).toEqual(['2026-08']);
    expect(lines(await planned({ '2026-08': 15_500 }, august))).toEqual(['2026-08']);
  });

  test('is planned for no day behind the last one where it is too short, either', async () => {
    const sizes = { ...sized(some, 1_500), '2026-08': 4_000 };
    expect(lines(await planned(sizes, august))).toEqual([
      'before_first 2026-08-01 2026-08-10',
      ...some.map(because),
      'after_last 2026-08-21 2026-08-31',
    ]);
  });

  test('gives way to its other days where these are planned in its place', async () => {
    const [, month] = await planned({ ...sized(some, 1_500), '2026-08': 14_000 }, august);
    const instead = month?.kind === 'object' ? month.instead?.answers() : undefined;
    expect(lines(instead ?? [])).toEqual(some);
  });
});
