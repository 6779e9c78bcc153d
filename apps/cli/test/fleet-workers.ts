import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { FILE_TASK, openRecord, verifyOutput, type WorkflowOptions } from '@tapehaul/workflow';
import type { BatchRecord } from '@tapehaul/workflow/fleet';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { output } from './collection.ts';
import { type FleetRun, startFleetRun, startWorker, useDatabase, type WorkerProcess } from './fleet-run.ts';

/** The PostgreSQL of a test file, which each test gets a database of. */
export let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const open: { run?: FleetRun; workers: WorkerProcess[] } = { workers: [] };
afterEach(async () => {
  for (const { child } of open.workers) child.kill('SIGKILL');
  await Promise.all(open.workers.splice(0).map(({ child }) => child));
  await open.run?.close();
});

/** Ends the workers that still run. */
export async function end(): Promise<void> {
  for (const { child } of open.workers) child.kill('SIGTERM');
  await Promise.all(open.workers.splice(0).map(({ child }) => child));
}

/** The batches of the run. */
export async function batchesOf(): Promise<readonly BatchRecord[]> {
  const record = await openRecord(output);
  try {
    const [run] = (await record.runs()).rows;
    return (await record.batches(run?.runId ?? '')).rows;
  } finally {
    await record.close();
  }
}

/** Starts a worker that ends with its test. */
export function start(...given: Parameters<typeof startWorker>): WorkerProcess {
  const started = startWorker(...given);
  open.workers.push(started);
  return started;
}

/** Files of the run of a test. */
export const FILES = 3_285;

/** Starts the run of a test, which ends with it, in a new database. */
export async function begin(
  database: string,
  more: object = {},
  options: WorkflowOptions = {},
): Promise<FleetRun> {
  await useDatabase(await postgres.createDatabase(database));
  open.run = await startFleetRun({ max_parallel_downloads: 64, ...more }, options);
  return open.run;
}

/** Expects that each file has one outcome, and stands in place as it was proved. */
export async function expectAllThere(files: number = FILES): Promise<void> {
  const record = await openRecord(output);
  const [run] = (await record.runs()).rows;
  const { Completed, Cached, ...others } = await record.counts(run?.runId ?? '', FILE_TASK);
  // What a killed worker has put in place and not handed in is proved where it stands.
  expect((Completed?.tasks ?? 0) + (Cached?.tasks ?? 0)).toBe(files);
  expect(others).toEqual({});
  await record.close();
  const statuses = new Map<string, number>();
  for await (const { status } of verifyOutput(output)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  expect(Object.fromEntries(statuses)).toEqual({ intact: files });
}
