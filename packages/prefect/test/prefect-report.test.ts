import { type KeptState, type StandIn, startStandIn } from '@tapehaul/testkit/prefect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QUICK, type ReportedPlace, reportedPlace } from './reported-collection.ts';

let place: ReportedPlace;
let prefect: StandIn;

beforeEach(async () => {
  [place, prefect] = await Promise.all([reportedPlace(), startStandIn()]);
});

afterEach(async () => {
  await place[Symbol.asyncDispose]();
  await prefect[Symbol.asyncDispose]();
});

/** States of each task run that were reported, in order, by its name. */
function statesByTask({ events }: StandIn): Map<string, string[]> {
  const states = new Map<string, string[]>();
  for (const { resource } of events as { resource: Record<string, string> }[]) {
    const name = resource['prefect.resource.name'] ?? '';
    states.set(name, [...(states.get(name) ?? []), resource['prefect.state-name'] ?? '']);
  }
  return states;
}

const key = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;
const namesOf = (states: readonly KeptState[]): string[] => states.map(({ name }) => name);

test('a run, its steps and batches, and files that fail or are retried are reported with their states', async () => {
  const unavailable = { kind: 'status', status: 503 } as const;
  place.archive.faults.add({ key: /07-01\.zip$/, fault: unavailable, times: 2 });
  place.archive.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  const { result, figures } = await place.collect(prefect.apiUrl);
  expect(result.status).toBe('completed_with_failures');
  expect(prefect.states).toMatchObject([
    { type: 'RUNNING', name: 'Running' },
    { type: 'COMPLETED', name: 'CompletedWithGaps', message: '1 of 10 files failed' },
  ]);
  const states = statesByTask(prefect);
  expect(Object.fromEntries(states)).toEqual({
    'validate-archive-configuration': ['Running', 'Completed'],
    'create-collection-metadata': ['Running', 'Completed'],
    'load-archive-matrix': ['Running', 'Completed'],
    'generate-ingestion-tasks': ['Running', 'Completed'],
    'check-free-space': ['Running', 'Completed'],
    'execute-batch-downloads': ['Running', 'Completed'],
    'batch 1': ['Running', 'CompletedWithGaps'],
    [key('01')]: ['Running', 'AwaitingRetry', 'Retrying', 'Completed'],
    [key('02')]: ['Running', 'Failed'],
    'persist-collection-metadata': ['Running', 'Completed'],
  });
  expect(figures).toEqual({
    flow_run: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/runs\/flow-run\/[\da-f-]{36}$/),
    states: 2 + [...states.values()].flat().length,
    logs: prefect.logs.length,
    unreported: { states: 0, logs: 0, artifacts: 0 },
    left_out: { files: 0, logs: 0 },
    error: null,
  });
});

test('each line of the log names its task run, and says what the record says', async () => {
  place.archive.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  await place.collect(prefect.apiUrl);
  const ids = new Map(
    (prefect.events as { resource: Record<string, string> }[]).map(({ resource }) => [
      resource['prefect.resource.id']?.replace('prefect.task-run.', ''),
      resource['prefect.resource.name'],
    ]),
  );
  const lines = prefect.logs.map(({ task_run_id, level, message }) => [
    ids.get(String(task_run_id)),
    level,
    String(message).slice(0, 26),
  ]);
  expect(lines).toContainEqual(['validate-archive-configuration', 20, 'spot: klines, 2025-07-01 t']);
  expect(lines).toContainEqual([key('02'), 40, 'failed [access_denied]: da']);
  expect(lines).toContainEqual(['execute-batch-downloads', 40, '1 file failed. Next: tapeh']);
});

test('links and the result are artifacts; names from outside are shown as text', async () => {
  place.archive.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  const links = (run: string) => ({ page: `http://service/runs/${run}`, trace: 'http://jaeger/trace/1' });
  const { result } = await place.collect(prefect.apiUrl, { links });
  const [run, end] = prefect.artifacts;
  expect(run).toMatchObject({ key: 'tapehaul-run', type: 'markdown' });
  expect(run?.data).toContain(`(http://service/runs/${result.run_id})`);
  expect(run?.data).toContain('(http://jaeger/trace/1)');
  expect(end).toMatchObject({ key: 'tapehaul-result', description: '1 of 10 files failed' });
  expect(end?.data).toContain('| downloaded | 9 |');
  expect(end?.data).toMatch(/07-02\.zip` \| access_denied \| 1 \| AccessDenied: /);
  expect(end?.data).toContain(`tapehaul retry ${result.run_id} --dir ${place.directory}`);
});

test('a run that is cancelled in Prefect is stopped, and ends there as cancelled', async () => {
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const stop = new AbortController();
  const isRunning = (): boolean => statesByTask(prefect).has('batch 1');
  prefect.misbehave = () => {
    if (isRunning() && prefect.states.length === 1) prefect.states.push(CANCELLING);
    return undefined;
  };
  const onCancel = (): void => {
    stop.abort();
    gate.resolve();
  };
  const { result } = await place.collect(prefect.apiUrl, {
    onCancel,
    gently: stop.signal,
    // Files that have not begun stay so.
    config: { max_parallel_downloads: 1 },
  });
  expect(result.status).toBe('cancelled');
  expect(namesOf(prefect.states)).toEqual(['Running', 'Cancelling', 'Cancelled']);
});

test('a run that is stopped here ends there as cancelled, and is not taken for cancelled there', async () => {
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const stop = new AbortController();
  const cancels: string[] = [];
  prefect.misbehave = ({ path, body }) => {
    if (statesByTask(prefect).has('batch 1')) stop.abort();
    // The run ends only after some more checks could have been made.
    const isCancelling = path.endsWith('/set_state') && JSON.stringify(body).includes('CANCELLING');
    if (isCancelling) setTimeout(gate.resolve, 5 * QUICK.checkMs);
    return undefined;
  };
  const onCancel = (runId: string): void => void cancels.push(runId);
  const config = { max_parallel_downloads: 1 };
  const { result } = await place.collect(prefect.apiUrl, { onCancel, gently: stop.signal, config });
  expect(result.status).toBe('cancelled');
  expect(namesOf(prefect.states)).toEqual(['Running', 'Cancelling', 'Cancelled']);
  expect(cancels).toEqual([]);
});

const CANCELLING = { type: 'CANCELLING', name: 'Cancelling', message: null };

test('a retry continues the same flow run, with the files that it gets', async () => {
  const fault = place.archive.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  await place.collect(prefect.apiUrl);
  fault.remove();
  await place.continueRun(prefect.apiUrl, 'retry');
  expect(namesOf(prefect.states)).toEqual(['Running', 'CompletedWithGaps', 'Running', 'Completed']);
  expect(statesByTask(prefect).get(key('02'))).toEqual(['Running', 'Failed', 'Running', 'Completed']);
});

test('a flow run without an end is marked as crashed before it is continued', async () => {
  const stop = new AbortController();
  const gate = Promise.withResolvers<void>();
  place.archive.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  const onOpen = (): void => {
    stop.abort();
    gate.resolve();
  };
  const config = { max_parallel_downloads: 1 };
  await place.collect(prefect.apiUrl, { onOpen, gently: stop.signal, config });
  await using left = await startStandIn({ type: 'RUNNING', name: 'Running', message: null });
  await place.continueRun(left.apiUrl, 'resume');
  expect(namesOf(left.states)).toEqual(['Running', 'Crashed', 'Running', 'Completed']);
});

test('the key goes in a header, and into nothing that is shown', async () => {
  prefect.misbehave = ({ authorization }) => (authorization === 'Bearer pnu_secret123' ? 401 : 400);
  const { result, figures } = await place.collect(prefect.apiUrl, {
    env: { PREFECT_API_KEY: 'pnu_secret123' },
  });
  expect(result.status).toBe('completed');
  expect(figures).toMatchObject({ flow_run: null, states: 0, error: { code: 'access_denied' } });
  expect(JSON.stringify([figures, result])).not.toContain('secret123');
  expect(prefect.seen).toHaveLength(1);
});

test('a server of a version without labels gets the run without them', async () => {
  prefect.misbehave = ({ path, body }) =>
    path === '/api/flow_runs/' && typeof body === 'object' && body !== null && 'labels' in body
      ? 422
      : undefined;
  const { figures } = await place.collect(prefect.apiUrl);
  expect(figures).toMatchObject({ unreported: { states: 0, logs: 0, artifacts: 0 }, error: null });
  expect(namesOf(prefect.states)).toEqual(['Running', 'Completed']);
});
