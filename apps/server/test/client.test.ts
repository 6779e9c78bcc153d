import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createClient, followRun } from '@tapehaul/client';
import { expect, test } from 'vitest';
import { clientTypes, openApiDocument } from '../../../tools/client/document.ts';
import { config, serve, serveArchive, simulator, url } from './service.ts';

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
  const planned = await client.POST('/v1/plans', { body: { config: config() } });
  expect(planned.data?.summary).toMatchObject({ files: 15 });
  const started = await client.POST('/v1/runs', { body: { config: config() } });
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
