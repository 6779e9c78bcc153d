import { type StandIn, startStandIn } from '@tapehaul/testkit/prefect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prefectReports } from '../src/runs/reports/prefect-reports.ts';
import { call, serve, serveArchive, simulator, startRun, stop } from './service.ts';

let prefect: StandIn;
let errors: string[] = [];

beforeEach(async () => {
  [prefect] = await Promise.all([startStandIn(), serveArchive()]);
  errors = [];
});
afterEach(() => prefect[Symbol.asyncDispose]());

/** Starts a service whose runs are reported there. */
async function serveReported(): Promise<void> {
  const env = { PREFECT_API_URL: prefect.apiUrl };
  const onError = (error: unknown): void => void errors.push(String(error));
  await serve({
    reports: prefectReports({ env, onError, pageUrl: 'http://tapehaul.example', timing: { checkMs: 50 } }),
    onError,
  });
}

/** Reads the run until it is so, and gives it. */
async function until(run: string, isSo: (shown: Record<string, unknown>) => boolean) {
  for (;;) {
    const { body } = await call('GET', `/v1/runs/${run}`);
    if (typeof body === 'object' && isSo(body)) return body;
  }
}

/** The state in which a run ends. */
async function ended(run: string): Promise<string> {
  return (await until(run, ({ ended_at }) => typeof ended_at === 'string')).state;
}

const names = (): string[] => prefect.states.map(({ name }) => name);

test('a service reports its runs, with links to its page, and is closed once all is reported', async () => {
  await serveReported();
  const run = await startRun();
  expect(await ended(run)).toBe('Completed');
  await stop();
  expect(names()).toEqual(['Running', 'Completed']);
  expect(prefect.artifacts[0]?.data).toContain(`(http://tapehaul.example/runs/${run})`);
  expect(errors).toEqual([]);
});

test('a run of a service that is cancelled in Prefect ends as cancelled', async () => {
  const gate = Promise.withResolvers<void>();
  simulator.faults.add({ key: /07-03\.zip$/, fault: { kind: 'hold', until: gate.promise } });
  await serveReported();
  const run = await startRun({ max_parallel_downloads: 1 });
  await until(run, () => names().includes('Running'));
  prefect.states.push({ type: 'CANCELLING', name: 'Cancelling', message: null });
  await until(run, ({ state }) => state === 'Cancelling');
  gate.resolve();
  expect(await ended(run)).toBe('Cancelled');
  await stop();
  expect(names()).toEqual(['Running', 'Cancelling', 'Cancelled']);
});

test('what could not be reported of a run is an error line of the service', async () => {
  prefect.misbehave = () => 401;
  await serveReported();
  expect(await ended(await startRun())).toBe('Completed');
  await stop();
  expect(errors).toEqual([
    expect.stringMatching(/Prefect: nothing was reported: the Prefect server at .* answered 401/),
  ]);
});
