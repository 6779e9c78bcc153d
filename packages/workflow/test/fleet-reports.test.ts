import { rm } from 'node:fs/promises';
import { seriesParts } from '@tapehaul/archive';
import type { SeenSeries } from '@tapehaul/catalog';
import { failureAdvice } from '@tapehaul/errors';
import { LocalEngine } from '@tapehaul/fleet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knownChanges, reportChanges } from '../src/collect/parts/changes-elsewhere.ts';
import { seenRows, settledRows } from '../src/collect/parts/part-summary.ts';
import { seenBefore } from '../src/collect/parts/seen-before.ts';
import { AbsentFiles } from '../src/events/absent-files.ts';
import { readErrors } from '../src/events/batch-report.ts';
import { readFileFindings } from '../src/events/findings.ts';
import { FleetWorker } from '../src/fleet/index.ts';
import { FILE_TASK, PART_TASK } from '../src/flow-names.ts';
import type { WorkflowEvent, WorkflowOptions } from '../src/index.ts';
import { SettledCounts } from '../src/plan/settled/settled-counts.ts';
import { records } from '../src/record-store.ts';
import { config, key, output, simulator } from './archive.ts';
import { collectDisputed, deleteUpstream, KEY, publishDigest } from './disputed-archive.ts';
import { planRun } from './fleet/planned-run.ts';
import { collectReported, eventsOf, inRecord, type Reported, resumeReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 60_000, giveBackMs: 5_000, engineLostMs: 1_000 };
const TWO = { symbols: ['BTCUSDT', 'ETHUSDT'] };

let engine: LocalEngine;
let worker: FleetWorker | undefined;
beforeEach(() => {
  engine = new LocalEngine();
});
afterEach(async () => {
  await worker?.stop(0);
  worker = undefined;
  await engine.close();
});

/** A plan of two symbols is made in two parts. */
const onFleet = (): WorkflowOptions => ({ fleet: engine, fleetPace: PACE, fleetPartObjects: 2 });

function work(): void {
  const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
  worker = new FleetWorker({ records: shared, engine, slots: 1, name: 'worker' });
}

/** Starts a run on a fleet without a worker, and stops it once its plan is laid out in parts. */
async function layOut(more: object, options: WorkflowOptions = {}): Promise<void> {
  const stop = new AbortController();
  const onEvent = ({ kind }: WorkflowEvent): void => {
    if (kind === 'fleet') stop.abort();
  };
  const stopped = { ...onFleet(), ...options, onEvent, signal: stop.signal };
  expect((await collectReported(more, stopped)).result.status).toBe('cancelled');
}

test('changes that workers find in the archive are reported as on one machine, those of files and those of parts of the plan', async () => {
  const late = async (options: WorkflowOptions): Promise<Reported> => {
    simulator.faults.add({ key: /BTCUSDT-1h-2025-07-03/, fault: { kind: 'missing' } });
    await collectReported(TWO);
    simulator.faults.clear();
    return collectReported({ ...TWO, recheck: { listing_days: 0 } }, options);
  };
  const alone = eventsOf(await late({}), 'change');
  expect(alone).toMatchObject([{ change: 'late', key: key('03') }]);
  await rm(output, { recursive: true });
  work();
  expect(eventsOf(await late(onFleet()), 'change')).toEqual(alone);
  await publishDigest();
  await rm(output, { recursive: true });
  const { endpoint } = await collectDisputed();
  await deleteUpstream(key('03'));
  const again = { ...TWO, source: { endpoint }, planning: 'listing', recheck: { listing_days: 0 } };
  const changes = eventsOf(await collectReported(again, onFleet()), 'change');
  expect(changes).toMatchObject([{ change: 'vanished', key: key('03') }]);
});

test('of very many changes a thousand are reported; the log says how many more there are', async () => {
  const { catalog, runId } = await planRun(config(), []);
  for (let at = 0; at < 1_013; at += 1) {
    catalog.recordChange({ runId, kind: 'late', key: `key ${at}`, at, facts: { at } });
  }
  const events: WorkflowEvent[] = [];
  const lines: string[] = [];
  const hub = { emit: (event: WorkflowEvent) => void events.push(event) };
  const known = new Set([...(await knownChanges({ runId, catalog }))].slice(0, 10));
  const report = () => reportChanges({ runId, catalog, hub }, known, (_, line) => void lines.push(line));
  await report();
  // Each is reported once.
  await report();
  expect(events).toHaveLength(1_000);
  expect(events[0]).toEqual({ kind: 'change', change: 'late', key: 'key 10', facts: { at: 10 } });
  expect(lines).toEqual([`3 more changes of the archive. Next: tapehaul show ${runId}`]);
  await catalog.close();
});

test('why a file failed is reported before that it failed: a worker that dies then leaves no failure without its error', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  // One file fails, whichever is requested first, and no other ends.
  simulator.faults.add({ key: /\.zip$/, times: 1, fault: { kind: 'status', status: 403 } });
  simulator.faults.add({ key: /\.zip$/, fault: { kind: 'hold', until: released } });
  work();
  const options = { planning: 'matrix', max_parallel_downloads: 2, task_retry_attempts: 0 };
  const running = collectReported(options, onFleet());
  const failed = async (): Promise<string | undefined> => {
    const [run] = (await inRecord((record) => record.runs({ limit: 1 }))).rows;
    if (run === undefined) return undefined;
    const { Failed } = await inRecord((record) => record.counts(run.runId, FILE_TASK));
    return Failed?.tasks === 1 ? run.runId : undefined;
  };
  try {
    await expect.poll(failed, { timeout: 20_000 }).toBeDefined();
    const runId = (await failed()) ?? '';
    const errors = await inRecord((record) => readErrors(record, runId));
    expect([...errors.values()]).toMatchObject([{ code: 'access_denied', facts: { status: 403 } }]);
  } finally {
    release();
    await running;
  }
});

test('a failure without a report has the hint of its code', async () => {
  const { catalog, runId } = await planRun(config(), [[key('01')]]);
  const claim = await catalog.claim(runId, { name: FILE_TASK, holder: 'dead' });
  const change = { runId, taskId: key('01'), name: FILE_TASK, attempt: 1, at: 1 };
  const error = { errorCode: 'throttled', errorMessage: 'slow down' };
  if (claim !== undefined)
    await catalog.handIn(claim, [{ change: { ...change, ...error, state: 'Failed', phase: 'final' } }]);
  const { failures } = await readFileFindings(catalog, runId, new AbsentFiles());
  const { hint } = failureAdvice('throttled');
  expect(failures).toMatchObject([{ error: { code: 'throttled', message: 'slow down', hint } }]);
  await catalog.close();
});

test('known disputes are in the result of a run whose parts are planned here', async () => {
  const { result, endpoint } = await collectDisputed();
  expect(result.disputes).toMatchObject([{ key: KEY, is_new: true }]);
  await layOut({ ...TWO, source: { endpoint } });
  const { result: resumed } = await resumeReported();
  expect(resumed.disputes).toMatchObject([{ key: KEY, is_new: false }]);
});

test('a summary of a part that another release has made otherwise is left out of what a plan has gone through, and the log says so', async () => {
  const { catalog, runId } = await planRun(config(), []);
  await catalog.planTasks(
    runId,
    [
      { taskId: 'old', name: PART_TASK, input: null },
      { taskId: 'new', name: PART_TASK, input: null },
    ],
    1,
  );
  const series = seriesParts('spot/klines/BTCUSDT/1h');
  const days = { first: '2025-07-01', last: '2025-07-03', checkedOn: '2025-07-20', oldUntil: '2025-07-01' };
  const seen: SeenSeries = { series, terms: 'a', partition: 'daily', ...days };
  const readable = { bytes_left: 0, ...settledRows(new SettledCounts(null)), seen: seenRows([seen]) };
  for (const summary of [
    { shape: 'of another release' },
    { ...readable, unlisted: [], warnings: [], problems: [] },
  ]) {
    const claim = await catalog.claim(runId, { name: PART_TASK, holder: 'worker' });
    const taskId = claim?.tasks[0]?.taskId ?? '';
    const change = {
      runId,
      taskId,
      name: PART_TASK,
      state: 'Completed',
      phase: 'final',
      attempt: 1,
      at: 1,
    } as const;
    if (claim !== undefined)
      await catalog.storePart(claim, [{ change }], { tasks: [], gaps: [], cells: [], summary });
  }
  expect(await seenBefore(catalog, runId)).toEqual([seen]);
  await catalog.settled();
  const { rows } = await catalog.logs(runId);
  expect(rows).toMatchObject([{ level: 'warn', message: expect.stringContaining('of another release') }]);
  await catalog.close();
});

test('what a plan in parts has gone through is recorded, also where the run ended between plan and files', async () => {
  const today = '2025-07-20';
  await layOut(TWO, { today });
  const stop = new AbortController();
  const onEvent = ({ kind }: WorkflowEvent): void => {
    if (kind === 'planned') stop.abort();
  };
  expect((await resumeReported({ onEvent, signal: stop.signal })).result.status).toBe('cancelled');
  expect((await resumeReported()).result.status).toBe('completed');
  const { result } = await collectReported(TWO, { today });
  expect(result.settled).toMatchObject({ days: 6, held: 6 });
});
