import {
  daysBetween,
  deliveryDay,
  firstDayOf,
  formatSeries,
  lastDayOf,
  type Series,
} from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Answer,
  type ListingSource,
  type PlanRequest,
  plan,
  planAuto,
  planByListing,
  type RefusableSource,
} from '../src/index.ts';
import { archive, day, request, sourceOf } from './random-archive.ts';

/** The days of a request that its answers cover, each with its series: a month has those that no verdict beside it is about. */
function coveredDays(answers: readonly Answer[], { date_range: { start, end } }: PlanRequest): string[] {
  const names = (answer: Answer): string[] => {
    const name = formatSeries(answer.kind === 'object' ? answer.object : answer.series);
    return daysOfAnswer(answer)
      .filter((it) => it >= start && it <= end)
      .map((it) => `${name} ${it}`);
  };
  const isMonth = (answer: Answer): boolean =>
    answer.kind === 'object' && answer.object.partition === 'monthly';
  const beside = new Set(answers.filter((it) => it.kind === 'verdict').flatMap(names));
  return answers.flatMap((answer) =>
    isMonth(answer) ? names(answer).filter((it) => !beside.has(it)) : names(answer),
  );
}

function daysOfAnswer(answer: Answer): string[] {
  if (answer.kind === 'verdict') return [...daysBetween(answer.first, answer.last)];
  const { partition, period } = answer.object;
  return partition === 'daily' ? [period] : [...daysBetween(firstDayOf(period), lastDayOf(period))];
}

/** Verdicts that may be about days behind the delivery of a contract, none of them by what is listed. */
const ENDED = ['after_last', 'type_ended', 'never_existed'];
const RUNS = {
  numRuns: process.env.TAPEHAUL_TRIALS === 'full' ? 1_000 : 60,
  interruptAfterTimeLimit: 20_000,
};

const withoutOrigin = ({ by: _, ...answer }: Answer) => answer;

test('each day of each series is covered by exactly one answer, whatever is listed and refused', async () => {
  const property = fc.asyncProperty(
    request,
    archive,
    day,
    fc.func(fc.boolean()),
    async (one, held, now, refuses) => {
      const isRefused = (series: Series): boolean => refuses(formatSeries(series));
      const answers = await Array.fromAsync(planAuto(one, sourceOf(held, now, isRefused), { today: now }));
      const days = coveredDays(answers, one);
      expect(new Set(days).size).toBe(days.length);
      expect(new Set(days)).toEqual(new Set(coveredDays([...plan(one, { today: now })], one)));
      // Of days behind the delivery of a contract no file is missing.
      for (const answer of answers) {
        if (answer.kind !== 'verdict') continue;
        const isBehind = answer.last > (deliveryDay(answer.series.symbol) ?? answer.last);
        if (!isBehind) continue;
        expect(answer.listing).toBeUndefined();
        expect(ENDED).toContain(answer.verdict);
      }
      for (const answer of answers) {
        if (answer.kind === 'object')
          expect(answer.by).toBe(answer.listed === undefined ? 'matrix' : 'listing');
      }
    },
  );
  const contract = {
    markets: ['futures_um' as const],
    symbols: ['BTCUSDT_240927'],
    data_types: ['klines' as const],
    intervals: ['30m' as const],
    partition: 'auto' as const,
    date_range: { start: '2024-03-21', end: '2024-09-30' },
  };
  const empty = { from: '2017-01-01', days: 0, every: 1, hasMonths: false, hasDays: false };
  await fc.assert(property, {
    ...RUNS,
    examples: [
      [contract, empty, '2024-10-21', () => true],
      [
        { ...contract, partition: 'monthly', date_range: { start: '2024-05-07', end: '2024-09-28' } },
        empty,
        '2024-10-01',
        () => false,
      ],
    ],
  });
});

test('where nothing is refused, a plan by both is the plan by listing', async () => {
  const property = fc.asyncProperty(request, archive, day, async (one, held, now) => {
    const source = sourceOf(held, now, () => false);
    const listing = source as ListingSource;
    const auto = await Array.fromAsync(planAuto(one, source, { today: now }), withoutOrigin);
    const listed = await Array.fromAsync(planByListing(one, listing, { today: now }), withoutOrigin);
    expect(auto).toEqual(listed);
  });
  await fc.assert(property, RUNS);
});

test('where everything is refused, a plan by both is the plan by the matrix', async () => {
  const property = fc.asyncProperty(request, archive, day, async (one, held, now) => {
    const auto = await Array.fromAsync(
      planAuto(
        one,
        sourceOf(held, now, () => true),
        { today: now },
      ),
      withoutOrigin,
    );
    expect(auto).toEqual([...plan(one, { today: now })].map(withoutOrigin));
  });
  await fc.assert(property, RUNS);
});

test('nothing is listed of days that cannot exist', async () => {
  const asked: string[] = [];
  const source: RefusableSource = {
    symbols: async () => [],
    async series({ symbol }, partition, first, last) {
      asked.push(`${symbol} ${partition} ${first} ${last}`);
      return { objects: new Map(), before: false, after: false };
    },
  };
  const of = async (more: Partial<PlanRequest>): Promise<string[]> => {
    const one: PlanRequest = {
      markets: ['futures_um'],
      symbols: ['BTCUSDT'],
      data_types: ['trades'],
      date_range: { start: '2025-07-01', end: '2025-07-31' },
      ...more,
    };
    await Array.fromAsync(planAuto(one, source, { today: '2026-11-23' }));
    return asked.splice(0);
  };
  expect(await of({})).toEqual(['BTCUSDT daily 2025-07-01 2025-07-31', 'BTCUSDT monthly 2025-07 2025-07']);
  expect(await of({ date_range: { start: '2010-01-01', end: '2010-12-31' } })).toEqual([]);
  expect(await of({ date_range: { start: '2030-01-01', end: '2030-12-31' } })).toEqual([]);
  expect(await of({ data_types: ['bookTicker'] })).toEqual([]);
  expect(await of({ data_types: ['liquidationSnapshot'] })).toEqual([]);
  expect(await of({ symbols: ['BTCUSDT_240927'] })).toEqual([]);
  expect(await of({ date_range: { start: '2026-11-01', end: '2026-11-30' } })).toEqual([
    'BTCUSDT daily 2026-11-01 2026-11-30',
  ]);
});
