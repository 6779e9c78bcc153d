import { expect, test } from 'vitest';
import { newToken } from '../../src/access/tokens.ts';
import { call, config, ended, serve, serveArchive, startRun } from '../service.ts';
import { openApiDocument } from './document.ts';

const { paths } = JSON.parse(JSON.stringify(await openApiDocument()));

/** The statuses that an operation declares. */
function declared(method: string, route: string): string[] {
  return Object.keys(paths[route][method.toLowerCase()].responses);
}

const nothing = undefined;
const requests = [
  ['GET', '/v1/runs', '/v1/runs?limit=x', nothing, 400],
  ['GET', '/v1/runs', '/v1/runs?stat=Failed', nothing, 422],
  ['GET', '/v1/runs/{run}', '/v1/runs/nobody', nothing, 404],
  ['GET', '/v1/runs/{run}/tasks', '/v1/runs/nobody/tasks', nothing, 404],
  ['GET', '/v1/runs/{run}/events', '/v1/runs/nobody/events', nothing, 404],
  ['POST', '/v1/runs/{run}/cancel', '/v1/runs/nobody/cancel', nothing, 404],
  ['POST', '/v1/runs/{run}/retry', '/v1/runs/nobody/retry', {}, 404],
  ['GET', '/v1/coverage/cells', '/v1/coverage/cells?output_directory=none', nothing, 404],
  ['GET', '/v1/coverage/findings', '/v1/coverage/findings?output_directory=none', nothing, 404],
  ['GET', '/v1/coverage/findings/counts', '/v1/coverage/findings/counts?output_directory=none', nothing, 404],
  ['GET', '/v1/coverage/findings/counts', '/v1/coverage/findings/counts?from=2025-7', nothing, 400],
  ['GET', '/v1/tables/partitions', '/v1/tables/partitions?output_directory=none', nothing, 404],
  ['GET', '/v1/tables/partitions', '/v1/tables/partitions?data_type=candles', nothing, 422],
  ['GET', '/v1/coverage/finding-days', '/v1/coverage/finding-days?limit=0', nothing, 400],
  ['GET', '/v1/disputes', '/v1/disputes?output_directory=none', nothing, 404],
  ['POST', '/v1/disputes/reject', '/v1/disputes/reject', { keys: ['x'] }, 404],
  ['POST', '/v1/plans', '/v1/plans', { config: {} }, 422],
  ['POST', '/v1/plans', '/v1/plans', [], 400],
  ['POST', '/v1/config/check', '/v1/config/check', { config: { x: 'y'.repeat(1 << 20) } }, 413],
  ['POST', '/v1/runs', '/v1/runs', { plan_id: 'nobody' }, 404],
] as const;

test('a problem that a request meets is declared', async () => {
  await serveArchive();
  await serve();
  for (const [method, route, path, body, status] of requests) {
    expect((await call(method, path, body)).status, path).toBe(status);
    expect(declared(method, route), route).toContain(String(status));
  }
});

test('a conflict is declared', async () => {
  await serveArchive();
  await serve();
  const { plan_id } = (await call('POST', '/v1/plans', { config: config() })).body;
  const run = await startRun();
  await ended(run);
  expect((await call('POST', '/v1/runs', { plan_id })).status).toBe(409);
  expect(declared('POST', '/v1/runs')).toContain('409');
  expect((await call('POST', `/v1/runs/${run}/resume`)).status).toBe(409);
  expect(declared('POST', '/v1/runs/{run}/resume')).toContain('409');
});

test('who may not send a request meets a declared problem', async () => {
  const reader = newToken('reader', 'read');
  await serve({ tokens: [reader.kept] });
  const by = { authorization: `Bearer ${reader.token}` };
  expect((await call('GET', '/v1/runs')).status).toBe(401);
  expect((await call('POST', '/v1/runs/x/cancel', undefined, by)).status).toBe(403);
  expect(declared('GET', '/v1/runs')).toContain('401');
  expect(declared('POST', '/v1/runs/{run}/cancel')).toEqual(expect.arrayContaining(['403', '429']));
});
