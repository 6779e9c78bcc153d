import { syntheticSource } from '@tapehaul/archive-simulator';
import { followRun } from '@tapehaul/client';
import { expect, test } from 'vitest';
import { config, serveArchive, simulator } from './service.ts';
import { start } from './service-process.ts';

type Json = Record<string, unknown> & { readonly run_id: string; readonly plan_id: string };

/** Sends a body, and gives the status and the answer. */
async function post(url: string, path: string, body: object): Promise<{ status: number; body: Json }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Json };
}

const get = async (url: string, path: string): Promise<Json> =>
  (await (await fetch(new URL(path, url))).json()) as Json;

/** Follows a run to its end. */
async function endOf(url: string, run: string): Promise<unknown> {
  let last: unknown;
  for await (const event of followRun({ url }, run)) if (event.event === 'ended') last = event.data;
  return last;
}

/** A plan of ETHUSDT whose run waits behind another run, in a service that is killed then. */
async function killedWhileItWaits() {
  // The first run keeps the only place: its files do not come before the service is killed.
  simulator.faults.add({ key: /BTCUSDT.*\.zip$/, fault: { kind: 'hold', until: new Promise(() => {}) } });
  const { child, url } = await start();
  const first = (await post(url, '/v1/runs', { config: own() })).body.run_id;
  for await (const { event } of followRun({ url }, first)) if (event === 'planned') break;
  const planned = await post(url, '/v1/plans', {
    config: own({ symbols: ['ETHUSDT'], output_directory: 'eth' }),
  });
  const { plan_id } = planned.body;
  const { status, body } = await post(url, '/v1/runs', { plan_id });
  expect(status).toBe(202);
  expect(await get(url, `/v1/runs/${body.run_id}`)).toMatchObject({ state: 'Scheduled', queue_place: 1 });
  child.kill('SIGKILL');
  await child;
  simulator.faults.clear();
  return { plan_id, run: body.run_id };
}

/** A configuration as a request of the plan's sender has it: the archive is the operator's. */
const own = (more: object = {}) => ({ ...config({ source: undefined, planning: 'listing', ...more }) });

test('a run of a plan that waits when the service is killed fetches exactly its plan once it is started again', async () => {
  await serveArchive();
  const { plan_id, run } = await killedWhileItWaits();
  simulator.requests.clear();
  const { child, url } = await start();
  expect(await endOf(url, run)).toMatchObject({ state: 'completed', exit_code: 0 });
  const shown = await get(url, `/v1/runs/${run}`);
  expect(shown).toMatchObject({ output_directory: 'eth', files: { Completed: { tasks: 15 } } });
  // The plan itself is forgotten; what was started from it is not.
  expect(await post(url, '/v1/runs', { plan_id })).toMatchObject({ status: 200, body: { run_id: run } });
  child.kill('SIGTERM');
  await child;
});

test('it ends with plan_changed, before it fetches a file, where the archive has changed meanwhile', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  const { run } = await killedWhileItWaits();
  // The same keys with other content, so that the listing shows other versions.
  const port = Number(new URL(simulator.url).port);
  await simulator.close();
  await serveArchive({ source: syntheticSource({ maxRows: 10 }), port });
  const { child, url } = await start();
  expect(await endOf(url, run)).toMatchObject({
    state: 'failed',
    exit_code: 2,
    error: { code: 'plan_changed', hint: expect.stringContaining('Make the plan again') },
  });
  expect(simulator.requests.count({ key: /ETHUSDT.*\.zip$/, method: 'GET' })).toBe(0);
  expect(await get(url, `/v1/runs/${run}`)).toMatchObject({
    state: 'Failed',
    end: { exit_code: 2, error: { code: 'plan_changed' } },
  });
  child.kill('SIGTERM');
  await child;
});
