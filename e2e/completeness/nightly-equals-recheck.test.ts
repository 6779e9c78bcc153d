import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, daysBetween, lastDayOf, monthsBetween } from '@tapehaul/archive';
import { type ObjectSource, startSimulator } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { someOf } from '@tapehaul/testkit';
import { ArchiveCollectionWorkflow, everyPage, everyRow, openRecord } from '@tapehaul/workflow';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { flawedArchive, noFlaws } from './flawed-archive.ts';
import { keyOf } from './situations.ts';

/** Worlds of chance: beside those that are known to be hard, one of which is tried by default. */
const TRIALS = process.env.TAPEHAUL_TRIALS === 'full' ? 30 : 0;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const FIRST = '2025-05-25';
const LAST = '2025-09-20';

/** When files appear, in days after they could: never, or soon enough to be seen while their days are not settled. */
const delay = fc.oneof(
  { arbitrary: fc.constant(0), weight: 12 },
  { arbitrary: fc.integer({ min: 1, max: 30 }), weight: 1 },
  { arbitrary: fc.constant(Number.POSITIVE_INFINITY), weight: 1 },
);
const days = [...daysBetween(FIRST, LAST)];
const months = [...monthsBetween(FIRST, LAST)];
const world = fc.record({
  dayDelays: fc.array(delay, { minLength: days.length, maxLength: days.length }),
  monthDelays: fc.array(delay, { minLength: months.length, maxLength: months.length }),
  short: fc.subarray(months),
  bare: fc.subarray(days, { maxLength: 2 }),
  stale: fc.subarray(days, { maxLength: 2 }),
  /** The second symbol has no files from some day on. */
  ended: fc.option(fc.constantFrom(...days)),
});
const request = fc.record({
  planning: fc.constantFrom('auto', 'auto', 'matrix', 'listing'),
  partition: fc.constantFrom('auto', 'auto', 'daily'),
  start: fc.constantFrom(FIRST, '2025-06-01', '2025-06-10'),
  /** Days between two runs. */
  steps: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 6, maxLength: 10 }),
});

async function recordOf(config: CollectionConfig) {
  const record = await openRecord(config.output_directory);
  try {
    const held = await Array.fromAsync(everyRow(record.held()), ({ key, sha256 }) => `${key} ${sha256}`);
    const cells = await Array.fromAsync(
      everyRow(everyPage((page) => record.cells(page))),
      ({ series, first, codes }) => [series.symbol, first, ...codes].join(' '),
    );
    return { held, cells };
  } finally {
    await record.close();
  }
}

test('a collection that takes settled days from the record ends as one that checks all of them', {
  timeout: 15 * 60_000 + TRIALS * 60_000,
}, async () => {
  const examples = [...someOf(KNOWN, 3)];
  await fc.assert(
    fc.asyncProperty(world, request, async (made, asked) => {
      const folder = await mkdtemp(join(tmpdir(), 'tapehaul-nightly-'));
      const flaws = noFlaws();
      let today = '2025-06-20';
      let served = { today: '', source: flawedArchive(today, flaws) };
      const current = (): ObjectSource => {
        if (served.today !== today) served = { today, source: flawedArchive(today, flaws) };
        return served.source;
      };
      await using archive = await startSimulator({
        source: {
          stat: (key) => current().stat(key),
          read: (key, span) => current().read(key, span),
          list: (listing) => current().list(listing),
        },
      });
      const configOf = (name: string, listing_days: number): CollectionConfig =>
        parseConfig({
          markets: ['spot'],
          symbols: SYMBOLS,
          data_types: ['klines'],
          intervals: ['1h'],
          date_range: { start: asked.start, end: 'latest' },
          planning: asked.planning,
          partition: asked.partition,
          recheck: { listing_days },
          fail_on: 'missing',
          engine: 's3',
          retry_attempts: 0,
          task_retry_delay_seconds: 0,
          output_directory: join(folder, name),
          source: { endpoint: archive.url },
        });
      const pair = [configOf('settled', 3_650), configOf('checked', 0)];
      try {
        for (const step of [0, ...asked.steps]) {
          today = addDays(today, step);
          stand(made, flaws, today);
          const ends = [];
          for (const config of pair) {
            const { exit_code } = await new ArchiveCollectionWorkflow(config, { today }).execute();
            ends.push({ today, exit_code, ...(await recordOf(config)) });
          }
          expect(ends[0]).toEqual(ends[1]);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
    // The examples count among the runs.
    { numRuns: examples.length + TRIALS, examples },
  );
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;
type Asked = typeof request extends fc.Arbitrary<infer A> ? A : never;

/** A series that ends, of which a day shortly before its end appears late. */
const LATE_AT_THE_END: World = {
  dayDelays: days.map((day) => (day === '2025-06-18' ? 20 : 0)),
  monthDelays: months.map(() => 0),
  short: [],
  bare: [],
  stale: [],
  ended: '2025-06-20',
};
const EACH_MORNING: Asked = {
  planning: 'auto',
  partition: 'auto',
  start: '2025-06-10',
  steps: [3, 8, 8, 1, 1],
};

/** A series that had ended before the first requested day: nothing of it is ever held. */
const OVER_BEFORE: World = { ...LATE_AT_THE_END, dayDelays: days.map(() => 0), ended: FIRST };
const EACH_WEEK: Asked = { planning: 'auto', partition: 'auto', start: FIRST, steps: [5, 2, 8, 3, 1, 1] };

/** A month that appears late, and holds a day that has no file of its own, more than 45 days ago by then. */
const LATE_MONTH: World = {
  ...LATE_AT_THE_END,
  dayDelays: days.map((day) => (day === '2025-06-01' ? Number.POSITIVE_INFINITY : 0)),
  monthDelays: months.map((month) => (month === '2025-06' ? 16 : 0)),
  ended: null,
};
const TO_THE_MONTH: Asked = { ...EACH_WEEK, steps: [8, 1, 2, 7, 7, 3, 1, 8] };

/** Worlds in which the two once ended differently. */
const KNOWN: [World, Asked][] = [
  [LATE_AT_THE_END, EACH_MORNING],
  [OVER_BEFORE, EACH_WEEK],
  [LATE_MONTH, TO_THE_MONTH],
];

/** Lets the archive have what has appeared by a day. */
function stand(made: World, flaws: ReturnType<typeof noFlaws>, today: string): void {
  for (const set of Object.values(flaws)) set.clear();
  const isThere = (published: string, late: number): boolean => addDaysOr(published, late) <= today;
  for (const symbol of SYMBOLS) {
    const end = symbol === SYMBOLS[1] && made.ended !== null ? made.ended : undefined;
    const isOver = (day: string): boolean => end !== undefined && day >= end;
    days.forEach((day, place) => {
      // What is missing at the end of a series is settled after 8 days, and not after 45: its last day is in time.
      const late = addDays(day, 1) === end ? 0 : (made.dayDelays[place] ?? 0);
      if (isOver(day) || !isThere(addDays(day, 1), late)) flaws.missing.add(keyOf(day, symbol));
    });
    months.forEach((month, place) => {
      const last = lastDayOf(month);
      if (isOver(last) || !isThere(addDays(last, 4), made.monthDelays[place] ?? 0))
        flaws.missing.add(keyOf(month, symbol));
    });
    for (const month of made.short) flaws.short.add(keyOf(month, symbol));
    for (const day of made.bare) flaws.bare.add(keyOf(day, symbol));
    for (const day of made.stale) flaws.staleSidecar.add(keyOf(day, symbol));
  }
}

function addDaysOr(day: string, late: number): string {
  return Number.isFinite(late) ? addDays(day, late) : '9999-12-31';
}
