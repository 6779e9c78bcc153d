import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type components, createClient, followRun, ServiceError } from '@tapehaul/client';
import { expect, test } from 'vitest';
import { clientTypes, openApiDocument } from './openapi/document.ts';
import { call, config, serve, serveArchive, simulator, startRun, stop, url } from './service.ts';

const root = join(import.meta.dirname, '../../..');

test('the client is made from the service as it is, whose document is valid', async () => {
  const document = await openApiDocument();
  expect(await readFile(join(root, 'packages/client/src/service.ts'), 'utf8')).toBe(
    await clientTypes(document),
  );
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const { responses } of operations) expect(responses.default.content).toEqual(problem);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  expect(await new Validator().validate(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true });
});

test('a client drives the whole life of a run', async () => {
  await serveArchive();
  await serve();
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  const client = createClient({ url });
  const sent = config() as components['schemas']['CollectionConfig'];
  const planned = await client.POST('/v1/plans', { body: { config: sent } });
  expect(planned.data?.summary).toMatchObject({ files: 15 });
  const started = await client.POST('/v1/runs', { body: { config: sent } });
  const run = started.data?.run_id ?? '';
  const kinds: string[] = [];
  for await (const { event } of followRun({ url }, run)) kinds.push(event);
  expect(kinds).toEqual(expect.arrayContaining(['snapshot', 'planned', 'file', 'ended']));

  const path = { run };
  const failed = await client.GET('/v1/runs/{run}/tasks', { params: { path, query: { state: 'Failed' } } });
  const [task] = failed.data?.rows ?? [];
  expect(task?.error_code).toBe('access_denied');
  const attempts = await client.GET('/v1/runs/{run}/attempts/{task}', {
    params: { path: { run, task: task?.id ?? '' } },
  });
  expect(attempts.data?.rows).toMatchObject([{ attempt: 1, state: 'Failed', error_code: 'access_denied' }]);
  const none = await client.GET('/v1/runs/{run}/attempts/{task}', {
    params: { path: { run, task: 'a/'.repeat(500) } },
  });
  expect(none.response.status).toBe(404);
  expect(none.error?.code).toBe('task_not_found');
  const logs = await client.GET('/v1/runs/{run}/logs', { params: { path, query: { task: task?.id ?? '' } } });
  expect(logs.data?.rows.at(-1)?.message).toContain('access_denied');

  simulator.faults.clear();
  await client.POST('/v1/runs/{run}/retry', { params: { path } });
  await Array.fromAsync(followRun({ url }, run));
  const covered = await client.GET('/v1/coverage', { params: { query: { output_directory: 'btc' } } });
  expect(covered.data?.rows).toMatchObject([{ objects: 15, proved: 15 }]);
  const unknown = await client.GET('/v1/runs/{run}', { params: { path: { run: 'nobody' } } });
  expect(unknown.error).toMatchObject({ code: 'run_not_found' });
});

test('a follower continues over a restart of the service', async () => {
  await serveArchive({ latencyMs: 50 });
  await serve();
  const address = url;
  const run = await startRun({ max_parallel_downloads: 1 });
  const second = await startRun({ output_directory: 'second' });
  const later = Array.fromAsync(followRun({ url }, second));
  const seen: { event: string; state: unknown }[] = [];
  for await (const { event, data } of followRun({ url }, run)) {
    seen.push({ event, state: event === 'ended' ? data.state : undefined });
    const isFirst = event === 'file' && seen.filter((it) => it.event === 'file').length === 1;
    if (!isFirst) continue;
    await stop();
    await serve({}, Number(new URL(address).port));
  }
  expect(seen.filter(({ event }) => event === 'ended')).toEqual([{ event: 'ended', state: 'completed' }]);
  expect(seen.filter(({ event }) => event === 'snapshot').length).toBe(2);
  expect((await later).at(-1)).toMatchObject({ event: 'ended', data: { state: 'completed' } });
});

test('a follower receives the end where the service does not continue a run', { tags: 'heavy' }, async () => {
  await serveArchive({ latencyMs: 50 });
  await serve({ resumes: false });
  // More than it gets through before the service is stopped.
  const date_range = { start: '2025-05-01', end: '2025-07-15' };
  const run = await startRun({ max_parallel_downloads: 1, date_range });
  const states: unknown[] = [];
  let closing: Promise<void> | undefined;
  for await (const { event, data } of followRun({ url }, run)) {
    if (event === 'file') closing ??= stop();
    if (event === 'ended') states.push(data.state);
  }
  await closing;
  expect(states).toEqual(['cancelled']);
});

test('a follower receives the end of a run that was cancelled, though the service ends at once', async () => {
  await serveArchive({ latencyMs: 100 });
  await serve();
  const run = await startRun({ max_parallel_downloads: 1 });
  const states: unknown[] = [];
  let closing: Promise<void> | undefined;
  for await (const { event, data } of followRun({ url }, run)) {
    if (event === 'file' && closing === undefined) {
      expect((await call('POST', `/v1/runs/${run}/cancel`)).status).toBe(202);
      closing = stop();
    }
    if (event === 'ended') states.push(data.state);
  }
  await closing;
  expect(states).toEqual(['cancelled']);
});

test('a follower is refused with the code and the hint of the service, and with an error when there is none', async () => {
  await serve();
  const refused = await Array.fromAsync(followRun({ url }, 'nobody')).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ServiceError);
  expect(refused).toMatchObject({
    status: 404,
    code: 'run_not_found',
    message: 'there is no run nobody',
    hint: 'List the runs: GET /v1/runs.',
  });
  await stop();
  await expect(Array.fromAsync(followRun({ url }, 'nobody'))).rejects.toMatchObject({
    code: 'connection_failed',
    message: expect.stringContaining(url),
  });
});
