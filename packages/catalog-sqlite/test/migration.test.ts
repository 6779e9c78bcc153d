import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { everyRow } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { openCatalog, readCatalog } from '../src/index.ts';
import { SCHEMA_1 } from '../src/schema/steps/schema-1.ts';
import { SCHEMA_2 } from '../src/schema/steps/schema-2.ts';
import { SCHEMA_3 } from '../src/schema/steps/schema-3.ts';
import { path } from './test-catalog.ts';

test('a catalog of the first schema is brought up to date, and loses nothing', async () => {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  old.exec(SCHEMA_1);
  old.exec(`PRAGMA user_version = 1;
    INSERT INTO runs (run_id, flow, state, parameters, started_at, ended_at, owner_pid, owner_host, heartbeat_at)
      VALUES ('r1', 'archive-collection-flow', 'Completed', '{"a":1}', 10, 20, 1, 'host', 15);
    INSERT INTO tasks (run_id, task_id, input, state, final, attempts, updated_at, error_code, error_message)
      VALUES ('r1', 'a', NULL, 'Completed', 1, 1, 12, NULL, NULL),
             ('r1', 'b', '{"size":1}', 'Failed', 1, 4, 13, 'throttled', 'slow down');
    INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, run_id, recorded_at)
      VALUES ('a', 'bronze/a', 3, 1.5, 'ab', 'sidecar', NULL, 'r1', 12);`);
  old.close();
  expect(() => readCatalog(path)).toThrow(expect.objectContaining({ code: 'catalog_failed' }));

  const catalog = openCatalog(path);
  expect(await catalog.run('r1')).toMatchObject({
    state: 'Completed',
    parameters: { a: 1 },
    plannedAt: 10,
    resumes: 0,
  });
  expect(await catalog.find('a')).toMatchObject({ path: 'bronze/a', bytes: 3, mtimeMs: 1.5, runId: 'r1' });
  expect(await catalog.counts('r1')).toMatchObject({ Completed: { tasks: 1 }, Failed: { tasks: 1 } });
  expect(await catalog.task('r1', 'b')).toMatchObject({
    attempts: 4,
    errorCode: 'throttled',
    input: { size: 1 },
  });
  await catalog.resumeRun('r1', { failed: true });
  expect(
    await Array.fromAsync(everyRow(catalog.remainingTasks('r1', 'download-archive-file'))),
  ).toMatchObject([{ taskId: 'b' }]);
  await catalog.close();
});

test('log lines of the third schema are kept, and those of a traced run name their span', async () => {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  old.exec(SCHEMA_1);
  old.exec(SCHEMA_2);
  old.exec(SCHEMA_3);
  old.exec(`PRAGMA user_version = 3;
    INSERT INTO runs (run_id, flow, state, parameters, started_at, owner_pid, owner_host, heartbeat_at)
      VALUES ('r1', 'archive-collection-flow', 'Crashed', '{}', 10, 1, 'host', 15);
    INSERT INTO logs (run, task_id, attempt, at, level, message) VALUES (1, 'a', 2, 12, 2, 'before');`);
  old.close();
  expect(() => readCatalog(path)).toThrow(expect.objectContaining({ code: 'catalog_failed' }));

  const catalog = openCatalog(path);
  const line = { runId: 'r1', taskId: 'a', attempt: 1, at: 13, level: 'info', message: 'after' } as const;
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  catalog.recordLog({ ...line, ...ids });
  catalog.recordLog(line);
  expect((await catalog.logs('r1')).rows).toMatchObject([
    { taskId: 'a', attempt: 2, at: 12, level: 'warn', message: 'before', traceId: null, spanId: null },
    ids,
    { traceId: null, spanId: null },
  ]);
  await catalog.close();
});
