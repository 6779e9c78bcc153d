import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Catalog, ObjectRecord, PlannedTask, TaskChange } from '@tapehaul/catalog';
import { afterEach, beforeEach } from 'vitest';

/** Path of the catalog of one test; it does not exist before the test makes it. */
export let path = '';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-catalog-'));
  path = join(directory, '.tapehaul', 'catalog.db');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Name of the tasks of these tests. */
export const NAME = 'fetch';
/** A process id that no process has. */
export const DEAD = 2 ** 22 + 1;

export const run = (runId: string) => ({ runId, flow: 'collect', parameters: { a: 1 } });

export const tasks = (...ids: string[]): PlannedTask[] =>
  ids.map((taskId) => ({ taskId, name: NAME, input: null }));

export const object = (runId: string, key: string, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  key,
  path: `bronze/${key}`,
  bytes: 10,
  mtimeMs: 1_720_000_000_000.25,
  sha256: 'ab'.repeat(32),
  proof: 'sidecar',
  etag: null,
  lastModified: null,
  series: null,
  partition: null,
  period: null,
  runId,
  recordedAt: 1,
  ...more,
});

const PHASES: Readonly<Record<string, TaskChange['phase']>> = {
  Running: 'running',
  Retrying: 'running',
  AwaitingRetry: 'waiting',
};

/** Takes a task through states, each a second after the one before; attempts are counted as they begin. */
export function walk(
  catalog: Catalog,
  runId: string,
  taskId: string,
  states: readonly string[],
  more: Partial<TaskChange> = {},
): void {
  let attempt = 0;
  let at = 1_000;
  for (const state of states) {
    const phase = PHASES[state] ?? 'final';
    if (phase === 'running') attempt += 1;
    catalog.recordTask({ runId, taskId, name: NAME, state, phase, attempt, at, ...more });
    at += 1_000;
  }
}

/** Changes the catalog behind the back of whoever has it open. */
export function tamper(sql: string, ...values: (string | number)[]): void {
  const database = new DatabaseSync(path);
  database.prepare(sql).run(...values);
  database.close();
}
