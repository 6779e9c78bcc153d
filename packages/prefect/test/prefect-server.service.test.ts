import { type Prefect, startPrefect } from '@tapehaul/testkit/prefect';
import { until } from '@tapehaul/testkit/services';
import { openRecord } from '@tapehaul/workflow';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { PrefectFigures } from '../src/index.ts';
import { type PlayOptions, type Reported, type ReportedPlace, reportedPlace } from './reported-collection.ts';

const LOGIN = 'me:a password of some length';

let prefect: Prefect;
let place: ReportedPlace;

beforeAll(async () => {
  prefect = await startPrefect({ authString: LOGIN });
});

afterAll(() => prefect[Symbol.asyncDispose]());

beforeEach(async () => {
  place = await reportedPlace();
});

afterEach(() => place[Symbol.asyncDispose]());

/** Times for a server on a machine with other work. */
const PATIENT = {
  everyMs: 50,
  timeoutMs: 30_000,
  checkMs: 200,
  backOffMs: 100,
  longestBackOffMs: 1_000,
  endMs: 60_000,
};
const collect = (options: PlayOptions = {}): Promise<Reported> =>
  place.collect(prefect.apiUrl, { timing: PATIENT, env: { PREFECT_API_AUTH_STRING: LOGIN }, ...options });

const stateSchema = z.object({ type: z.string(), name: z.string(), message: z.string().nullable() });
const flowRunSchema = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  state: stateSchema,
});
/** Without their states: the server lists a task run at once and records its states later. */
const taskRunsSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const logsSchema = z.array(
  z.object({
    level: z.number(),
    message: z.string(),
    timestamp: z.string(),
    task_run_id: z.string().nullable(),
  }),
);

const idOf = ({ flow_run }: PrefectFigures): string => flow_run?.split('/').at(-1) ?? '';
const ofFlowRun = (figures: PrefectFigures) => ({ flow_runs: { id: { any_: [idOf(figures)] } } });

async function flowRunStates(figures: PrefectFigures) {
  return z.array(stateSchema).parse(await prefect.call(`/flow_run_states/?flow_run_id=${idOf(figures)}`));
}

/** All task runs with their states, once the server has recorded what it has accepted. */
async function taskRuns(figures: PrefectFigures) {
  return until(async () => {
    const found = taskRunsSchema.parse(await prefect.call('/task_runs/filter', ofFlowRun(figures)));
    const all = await Promise.all(
      found.map(async (taskRun) => {
        const states = z
          .array(stateSchema)
          .parse(await prefect.call(`/task_run_states/?task_run_id=${taskRun.id}`));
        return { ...taskRun, states };
      }),
    );
    const own = await flowRunStates(figures);
    const recorded = own.length + all.reduce((sum, { states }) => sum + states.length, 0);
    return recorded === figures.states ? all : undefined;
  }, AbortSignal.timeout(60_000));
}

async function logsOf(figures: PrefectFigures) {
  const logs = { flow_run_id: { any_: [idOf(figures)] } };
  return logsSchema.parse(await prefect.call('/logs/filter', { logs, limit: 200, sort: 'TIMESTAMP_ASC' }));
}

test('states and log lines of a run are there as they are in the record', async () => {
  place.archive.faults.add({ key: /07-01\.zip$/, fault: { kind: 'status', status: 503 }, times: 2 });
  place.archive.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'alter' } });
  place.archive.faults.add({ key: /07-04\.zip$/, fault: { kind: 'missing' } });
  const { result, figures } = await collect();
  expect(figures).toMatchObject({ unreported: { states: 0, logs: 0, artifacts: 0 }, error: null });
  const record = await openRecord(place.directory);
  try {
    const flowRun = flowRunSchema.parse(await prefect.call(`/flow_runs/${idOf(figures)}`));
    expect(flowRun).toMatchObject({
      name: result.run_id,
      tags: ['archive', 'collection', 'crypto', 'binance'],
      parameters: { config: { symbols: ['BTCUSDT'] }, today: expect.any(String) },
      state: { name: 'CompletedWithGaps', message: '2 of 10 files failed' },
    });
    const runStates = await record.runHistory(result.run_id);
    expect((await flowRunStates(figures)).map(({ name }) => name)).toEqual(
      runStates.map(({ state }) => state),
    );

    const shown = await taskRuns(figures);
    const tasks = shown.filter(({ name }) => !name.startsWith('batch '));
    expect(tasks.filter(({ name }) => name.startsWith('data/'))).toHaveLength(3);
    for (const { name, states } of tasks) {
      const recorded = await record.taskHistory(result.run_id, name);
      const expected = recorded.map(({ state, errorCode, errorMessage }) => [
        state,
        errorCode === null ? null : `${errorMessage} [${errorCode}]`,
      ]);
      // A planned file is Scheduled in the record before it begins.
      const begun = expected.filter(([state]) => state !== 'Scheduled');
      const said = states.map(({ name: state, message, type }) => [
        state,
        type === 'COMPLETED' ? null : message,
      ]);
      expect([name, said]).toEqual([name, begun]);
    }
    const [batch] = shown.filter(({ name }) => name === 'batch 1');
    expect(batch?.states.at(-1)?.message).toBe('10 files: 1 Absent, 7 Completed, 1 Corrupt, 1 Failed');

    const ids = new Map(shown.map(({ id, name }) => [id, name]));
    const { rows } = await record.logs(result.run_id);
    const inOrder = (texts: readonly string[]): string[] => texts.toSorted();
    expect(
      inOrder(
        (await logsOf(figures)).map(({ task_run_id, message }) => `${ids.get(task_run_id ?? '')} ${message}`),
      ),
    ).toEqual(inOrder(rows.map(({ taskId, message }) => `${taskId} ${message}`)));
  } finally {
    await record.close();
  }
});

test('a run that is cancelled there is stopped, confirmed as cancelled, and continued in the same flow run', async () => {
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const stop = new AbortController();
  const { figures, result } = await collect({
    gently: stop.signal,
    config: { max_parallel_downloads: 1 },
    onOpen: (page) => {
      const id = page.split('/').at(-1);
      void prefect.call(`/flow_runs/${id}/set_state`, { state: { type: 'CANCELLING' } });
    },
    onCancel: () => {
      stop.abort();
      gate.resolve();
    },
  });
  expect(result.status).toBe('cancelled');
  expect((await flowRunStates(figures)).map(({ name }) => name)).toEqual([
    'Running',
    'Cancelling',
    'Cancelled',
  ]);
  const env = { PREFECT_API_AUTH_STRING: LOGIN };
  const again = await place.continueRun(prefect.apiUrl, 'resume', { timing: PATIENT, env });
  expect(again.figures.flow_run).toBe(figures.flow_run);
  const names = (await flowRunStates(figures)).map(({ name }) => name);
  expect(names).toEqual(['Running', 'Cancelling', 'Cancelled', 'Running', 'Completed']);
});

test('a server that dies and comes back in a run has everything of it in the end', async () => {
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const restart = async (): Promise<void> => {
    await prefect.kill();
    await prefect.start();
    gate.resolve();
  };
  const { figures, result } = await collect({ onOpen: () => void restart() });
  expect(result.status).toBe('completed');
  expect(figures.unreported.states).toBe(0);
  expect((await flowRunStates(figures)).at(-1)).toMatchObject({ name: 'Completed', type: 'COMPLETED' });
});

test('a server that dies in a run for good costs the report alone, and says so', async () => {
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const { figures, result } = await collect({ onOpen: () => void prefect.kill().then(gate.resolve) });
  await prefect.start();
  expect(result).toMatchObject({ status: 'completed', exit_code: 0 });
  expect(figures).toMatchObject({ flow_run: expect.any(String), error: { code: 'connection_failed' } });
  expect(figures.unreported.states).toBeGreaterThan(0);
});

test('a wrong password is reported, and nothing else of the run is affected', async () => {
  const { figures, result } = await collect({ env: { PREFECT_API_AUTH_STRING: 'me:wrong' } });
  expect(result.status).toBe('completed');
  expect(figures).toMatchObject({ flow_run: null, error: { code: 'access_denied' } });
});
