import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  daysBetween,
  firstDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  publication,
} from '@tapehaul/archive';
import { type ObjectSource, type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import {
  ArchiveCollectionWorkflow,
  type CoverageRow,
  coveredSeries,
  openRecord,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summary } from '../../apps/cli/src/progress/summary.ts';
import { flawedArchive, noFlaws } from './flawed-archive.ts';
import { keyOf } from './situations.ts';

const MORNINGS = process.env.TAPEHAUL_TRIALS === 'full' ? 90 : 14;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
/** One page a series and partition. */
const MOST_PAGES = 2 * SYMBOLS.length;
const FROM = '2025-06-01';
const DAYS_OF_JUNE = 30;
/** The month before was published long ago. */
const FIRST_DAY = '2025-07-01';
const FIRST_MORNING = '2025-07-25';
/** On this morning the archive has another version of June. */
const REBUILT_ON = '2025-08-05';
/** A day that the archive has later than its habit is: meanwhile it is a gap. */
const VERY_LATE = '2025-08-03';

/** The first morning on which the archive has a day's file: most come on time, each seventh up to five days late. */
function arrival(day: string): string {
  const number = Date.parse(day) / 86_400_000;
  if (day === VERY_LATE) return addDays(day, 12);
  return addDays(day, 1 + (number % 7 === 0 ? (number % 5) + 1 : 0));
}

/** The first morning on which the archive has a month's file: once its days have arrived. */
function monthArrival(month: string): string {
  return addDays(firstDayOf(nextMonth(month)), 3);
}

const flaws = noFlaws();
let morning = FIRST_MORNING;
let archive: Simulator;
let output = '';
beforeAll(async () => {
  let served = { morning: '', source: flawedArchive(morning, flaws) };
  const current = (): ObjectSource => {
    if (served.morning !== morning) served = { morning, source: flawedArchive(morning, flaws) };
    return served.source;
  };
  archive = await startSimulator({
    source: {
      stat: (key) => current().stat(key),
      read: (key, span) => current().read(key, span),
      list: (request) => current().list(request),
    },
  });
  output = await mkdtemp(join(tmpdir(), 'tapehaul-daily-'));
});
afterAll(async () => {
  await archive.close();
  await rm(output, { recursive: true, force: true });
});

/** What the job does on one morning. */
async function collect() {
  const config = parseConfig({
    markets: ['spot'],
    symbols: SYMBOLS,
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: FROM, end: 'latest' },
    fail_on: 'missing',
    engine: 's3',
    retry_attempts: 0,
    output_directory: output,
    source: { endpoint: archive.url },
  });
  const fetched: string[] = [];
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind === 'file' && event.status !== 'cached') fetched.push(`${event.status} ${event.key}`);
  };
  archive.requests.clear();
  const workflow = new ArchiveCollectionWorkflow(config, { onEvent, today: morning });
  const result = await workflow.execute();
  // The check of the source lists a single key.
  const pages = archive.requests.count({ operation: 'list', key: /-$/ });
  return { exit_code: result.exit_code, text: summary(result), fetched: fetched.sort(), pages };
}

/** What the summary says: files in figures, days by their verdict, and days missing of each series. */
function factsOf(text: string) {
  const files = (label: string): number =>
    Number(text.match(new RegExp(`^  ${label} +([\\d,]+) files?`, 'm'))?.[1]);
  const days = (verdict: string): string[] =>
    [...text.matchAll(/^ {2}spot klines (\S+?)(?: … (\S+?),.*)?: (\w+), .*BTCUSDT, ETHUSDT/gm)]
      .filter(([, , , said]) => said === verdict)
      .flatMap(([, first = '', last = first]) => [...daysBetween(first, last)]);
  const [, missing = '0', again = missing] =
    text.match(/BTCUSDT 1h: .* (\d+) missing: [\s\S]*ETHUSDT 1h: .* (\d+) missing: /) ?? [];
  expect(again).toBe(missing);
  return {
    title: text.trim().split(/ in | \(/)[0],
    planned: files('planned'),
    downloaded: files('downloaded'),
    proved: files('proved'),
    failed: files('failed'),
    gap: days('gap'),
    not_yet_published: days('not_yet_published'),
    missing: Number(missing),
  };
}

/** The coverage of each series. */
async function covered(): Promise<CoverageRow[]> {
  const record = await openRecord(output);
  try {
    return await Array.fromAsync(coveredSeries(record, '', morning), ({ row }) => row);
  } finally {
    await record.close();
  }
}

/** What the archive has not published by a morning. */
function unpublished(): { readonly days: string[]; readonly months: string[] } {
  const days = [...daysBetween(FIRST_DAY, addDays(morning, -1))].filter((day) => arrival(day) > morning);
  const months = [...monthsBetween(FIRST_DAY, morning)].filter((month) => monthArrival(month) > morning);
  return { days, months };
}

test(
  'each morning brings what is new, once, and ends as it should',
  async () => {
    const known = new Set<string>();
    for (let count = 0; count < MORNINGS; count += 1) {
      morning = addDays(FIRST_MORNING, count);
      const { days: late, months } = unpublished();
      flaws.missing.clear();
      for (const period of [...late, ...months]) {
        for (const symbol of SYMBOLS) flaws.missing.add(keyOf(period, symbol));
      }
      if (morning === REBUILT_ON) {
        flaws.replaced.add(keyOf('2025-06'));
        known.delete(keyOf('2025-06'));
      }
      const arrived = [...daysBetween(FIRST_DAY, addDays(morning, -1))].filter((day) => !late.includes(day));
      const published = [monthOf(FROM), ...arrived].flatMap((period) =>
        SYMBOLS.map((symbol) => keyOf(period, symbol)),
      );
      const expected = published.filter((key) => !known.has(key));
      for (const key of expected) known.add(key);
      const gaps = late.filter((period) => publication({ partition: 'daily', period }).late <= morning);

      const { exit_code, text, fetched, pages } = await collect();
      expect([morning, fetched]).toEqual([morning, expected.map((key) => `downloaded ${key}`).sort()]);
      expect([morning, exit_code]).toEqual([morning, gaps.length > 0 ? 4 : 0]);
      expect([morning, factsOf(text)]).toEqual([
        morning,
        {
          title: 'Completed',
          planned: SYMBOLS.length * (1 + arrived.length),
          downloaded: expected.length,
          proved: SYMBOLS.length * (1 + arrived.length),
          failed: 0,
          gap: gaps,
          not_yet_published: late.filter((day) => !gaps.includes(day)),
          missing: gaps.length,
        },
      ]);
      expect(pages).toBeLessThanOrEqual(MOST_PAGES);
      const row = {
        held: DAYS_OF_JUNE + arrived.length,
        held_twice: 0,
        missing: gaps.length,
        not_yet: late.length - gaps.length,
      };
      expect([morning, await covered()]).toMatchObject([morning, SYMBOLS.map(() => row)]);
    }
  },
  20 * 60_000,
);
