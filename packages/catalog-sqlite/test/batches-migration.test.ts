import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Catalog, everyRow } from '@tapehaul/catalog';
import { beforeEach, expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { MIGRATIONS } from '../src/schema/migrations.ts';
import { SCHEMA_1 } from '../src/schema/steps/schema-1.ts';
import { SCHEMA_2 } from '../src/schema/steps/schema-2.ts';
import { SCHEMA_3 } from '../src/schema/steps/schema-3.ts';
import { SCHEMA_4 } from '../src/schema/steps/schema-4.ts';
import { path, tamper } from './test-catalog.ts';

const NAME = 'download-archive-file';
/** What tapehaul with schema 4 wrote of a run that was continued once and then killed, and what it answered about it. */
const rows = readFileSync(join(import.meta.dirname, 'schema-4.sql'), 'utf8');
const answers = JSON.parse(readFileSync(join(import.meta.dirname, 'schema-4.json'), 'utf8'));

beforeEach(() => {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  for (const step of [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4]) old.exec(step);
  old.exec(`PRAGMA user_version = 4; ${rows}`);
  old.close();
});

async function answersOf(catalog: Catalog): Promise<object> {
  const tasks = (await catalog.tasks('r1', { limit: 1_000 })).rows;
  const byTask = async <Value>(read: (taskId: string) => Promise<Value>) =>
    Object.fromEntries(await Promise.all(tasks.map(async ({ taskId }) => [taskId, await read(taskId)])));
  const ids = async (order: 'slowest' | 'latest') =>
    (await catalog.tasks('r1', { order })).rows.map((task) => task.taskId);
  return {
    tasks,
    slowest: await ids('slowest'),
    latest: await ids('latest'),
    counts: await catalog.counts('r1'),
    files: await catalog.counts('r1', NAME),
    failures: await catalog.failures('r1'),
    timeline: await catalog.timeline('r1', { slices: 5 }),
    outcomes: await Array.fromAsync(everyRow(catalog.outcomes('r1', NAME))),
    remaining: await Array.fromAsync(everyRow(catalog.remainingTasks('r1', NAME))),
    history: await byTask((taskId) => catalog.taskHistory('r1', taskId)),
    attempts: await byTask((taskId) => catalog.attempts('r1', taskId)),
  };
}

test('a record of the fourth schema answers as before', async () => {
  const catalog = openCatalog(path);
  // Its owner, on another host, has just given a sign of life.
  tamper('UPDATE runs SET heartbeat_at = ?', Date.now());
  expect(JSON.parse(JSON.stringify(await answersOf(catalog)))).toEqual(answers);
  for (const state of Object.keys(answers.counts)) {
    const found = (await catalog.tasks('r1', { states: [state] })).rows.map(({ taskId }) => taskId);
    const wanted = answers.tasks.filter((task: { state: string }) => task.state === state);
    expect(found).toEqual(wanted.map(({ taskId }: { taskId: string }) => taskId));
  }
  await catalog.close();
});

test('what is left of its runs comes as batches, each task with what is held', async () => {
  const catalog = openCatalog(path);
  await catalog.resumeRun('r1', { failed: true });
  const claimed = await catalog.claim('r1', { name: NAME, holder: 'a' });
  const ids = ['f03', 'f05', 'f06', 'f08', 'f09', 'f10', 'f11'];
  expect(claimed?.tasks.map(({ taskId }) => taskId)).toEqual(ids);
  expect(claimed?.tasks.filter(({ held }) => held !== null).map(({ taskId }) => taskId)).toEqual(['f08']);
  expect(await catalog.claim('r1', { name: NAME, holder: 'b' })).toBeUndefined();
  await catalog.close();
});

test('a record that an older tapehaul works on is left to it', async () => {
  tamper('UPDATE runs SET heartbeat_at = ?', Date.now());
  expect(() => openCatalog(path)).toThrow(expect.objectContaining({ code: 'output_in_use' }));
  expect(version()).toBe(4);
  tamper('UPDATE runs SET heartbeat_at = 1');
  await openCatalog(path).close();
  expect(version()).toBe(MIGRATIONS.length);
});

function version(): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare('PRAGMA user_version').get()?.user_version;
  } finally {
    database.close();
  }
}

test('rows that tools read by SQL are in the view of tasks', async () => {
  await openCatalog(path).close();
  const database = new DatabaseSync(path, { readOnly: true });
  const listed = database.prepare('SELECT * FROM task_list ORDER BY run_id, number').all();
  database.close();
  const wanted = answers.tasks.map((task: Record<string, unknown>) => ({
    run_id: 'r1',
    task_id: task.taskId,
    name: task.name,
    state: task.state,
    phase: task.phase,
    attempts: task.attempts,
    bytes: task.bytes,
    engine: task.engine,
    error_code: task.errorCode,
    error_message: task.errorMessage,
    planned_at: task.plannedAt,
    started_at: task.startedAt,
    updated_at: task.updatedAt,
    duration_ms: task.durationMs,
  }));
  expect(listed.map(({ number: _, ...row }) => row)).toEqual(wanted);
});
