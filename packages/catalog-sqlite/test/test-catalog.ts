import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Catalog, TaskChange } from '@tapehaul/catalog';
import { afterEach, beforeEach } from 'vitest';
import { NAME, object, run, tasks } from './test-rows.ts';

/** Path of the catalog of one test; it does not exist before the test makes it. */
export let path = '';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-catalog-'));
  path = join(directory, '.tapehaul', 'catalog.db');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A process id that no process has. */
export const DEAD = 2 ** 22 + 1;

export { NAME, object, run, tasks };

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

/** Changes the catalog while others have it open. */
export function tamper(sql: string, ...values: (string | number)[]): void {
  const database = new DatabaseSync(path);
  database.prepare(sql).run(...values);
  database.close();
}
