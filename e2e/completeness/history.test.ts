import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, daysBetween, seriesParts } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import { stateOf } from '@tapehaul/coverage';
import {
  ArchiveCollectionWorkflow,
  openRecord,
  type PlanRecord,
  planCollection,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { History } from './history.ts';
import { type HistoryRun, history, SYMBOLS } from './history-steps.ts';

/** Histories that are tried. */
const TRIALS = process.env.TAPEHAUL_TRIALS === 'full' ? 80 : 3;
/** The same histories each time. */
const SEED = 20_251_127;
const HELD = /^(proved|unverified|accepted|month|month_unverified)$/;

let current: History;
let archive: Simulator;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-history-'));
  archive = await startSimulator({
    source: {
      stat: (key) => current.source.stat(key),
      read: (key, span) => current.source.read(key, span),
      list: (request) => current.source.list(request),
    },
  });
});
afterAll(async () => {
  await archive.close();
  await rm(folder, { recursive: true, force: true });
});

function configOf({ symbols, planning, start, end }: Omit<HistoryRun, 'act'>) {
  return parseConfig({
    markets: ['spot'],
    symbols,
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start, end },
    planning,
    fail_on: 'missing',
    engine: 's3',
    task_retry_attempts: 0,
    retry_attempts: 0,
    output_directory: current.output,
    source: { endpoint: archive.url },
  });
}

/** The state of each day of a symbol, as the record has it. */
async function states(symbol: string): Promise<ReadonlyMap<string, string>> {
  const record = await openRecord(current.output);
  try {
    const found = await record.cellsOf(seriesParts(`spot/klines/${symbol}/1h`));
    return new Map(
      Array.from(found?.codes ?? [], (code, place) => [addDays(found?.first ?? '', place), stateOf(code)]),
    );
  } finally {
    await record.close();
  }
}

/** Plans and collects a request: both are to say the same of each day, and end alike where no file fails. */
async function collect(run: HistoryRun): Promise<void> {
  const config = configOf(run);
  const plan = await Array.fromAsync(planCollection(config, { today: current.morning }));
  const events: WorkflowEvent[] = [];
  const onEvent = (event: WorkflowEvent): void => void events.push(event);
  const { exit_code } = await new ArchiveCollectionWorkflow(config, {
    onEvent,
    today: current.morning,
  }).execute();
  const isNewDispute = events.some((it) => it.kind === 'file' && it.status === 'failed');
  const summary = plan.find((it) => it.kind === 'summary');
  if (!isNewDispute) expect(exit_code).toBe(summary?.exit_code);
  for (const symbol of run.symbols) {
    const found = await states(symbol);
    for (const answer of plan) expectAnswer(answer, symbol, found);
  }
}

/** Compares the days that a plan has answered with what is known of them after the collection. */
function expectAnswer(answer: PlanRecord, symbol: string, found: ReadonlyMap<string, string>): void {
  if (answer.kind === 'verdict' && answer.symbol === symbol) {
    for (const day of daysBetween(answer.first, answer.last))
      expect([symbol, day, found.get(day)]).toEqual([symbol, day, answer.verdict]);
  }
  if (answer.kind !== 'object' || answer.symbol !== symbol || answer.partition !== 'daily') return;
  const state = found.get(answer.period) ?? 'unknown';
  if (state !== 'disputed')
    expect([symbol, answer.period, state]).toEqual([symbol, answer.period, expect.stringMatching(HELD)]);
}

async function expectKnown(): Promise<void> {
  if (!current.isBegun) return;
  for (const symbol of SYMBOLS) {
    const found = await states(symbol);
    for (const day of daysBetween('2025-06-01', current.morning)) {
      const state = found.get(day) ?? 'unknown';
      if (!current.agrees(symbol, day, state))
        expect(`${symbol} ${day} ${state}`).toBe(`${symbol} ${day} ${current.expected(symbol, day)}`);
    }
  }
}

test(
  'through collections by listing, upkeep, and changes of archive, disk and clock, each day is as a model says it is',
  async () => {
    let trial = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        trial += 1;
        current = new History(join(folder, `${trial}`));
        for (const step of steps) {
          if (step.act === 'collect') {
            await collect(step);
            current.collected(step);
          } else if (step.act === 'change') current.change(step.flaw, step.file);
          else if (step.act === 'restore') current.restore(step.file);
          else if (step.act === 'later') current.morning = addDays(current.morning, step.days);
          else if (step.act === 'lose') await current.lose(step.file);
          else if (step.act === 'adopt')
            await current.adopt(
              step.file,
              configOf({ symbols: SYMBOLS, planning: 'auto', start: '2025-06-01', end: 'latest' }),
            );
          else await current[step.act]();
          await expectKnown();
        }
        await rm(join(folder, `${trial}`), { recursive: true, force: true });
      }),
      { numRuns: TRIALS, seed: SEED },
    );
  },
  15 * 60_000,
);
