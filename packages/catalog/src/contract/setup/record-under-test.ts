import { seriesParts } from '@tapehaul/archive';
import { phaseOfState, type StateName } from '@tapehaul/states';
import { afterEach, beforeEach } from 'vitest';
import type { ObjectRecord, PlannedTask, TaskChange } from '../../records/records.ts';
import type { Catalog } from '../../stores/catalog.ts';

/** A new, empty record that the contract is tried on. */
export interface RecordUnderTest {
  /** Opens the record, each time as another process would. */
  open(): Promise<Catalog>;
  /**
   * Lets the leases of each owner of a run and of each holder of a batch run out, as if none had given a sign of life for
   * long. They are not notified: a process that was frozen continues when it wakes up.
   */
  expireLeases(): Promise<void>;
  /** Removes the record. */
  discard(): Promise<void>;
}

/** Makes a new, empty record. */
export type MakeRecord = () => Promise<RecordUnderTest>;

/** The record of one test, and what the test has opened of it. */
export interface Opened {
  /** Opens the record as another process; closed after the test. */
  open(): Promise<Catalog>;
  expireLeases(): Promise<void>;
}

/** Gives each test of a suite a record of its own. */
export function eachWithRecord(make: MakeRecord): Opened {
  let record: RecordUnderTest | undefined;
  let opened: Catalog[] = [];
  const current = (): RecordUnderTest => {
    if (record === undefined) throw new Error('a record exists only while a test runs');
    return record;
  };
  beforeEach(async () => {
    record = await make();
    opened = [];
  });
  afterEach(async () => {
    for (const catalog of opened) await catalog.close();
    await record?.discard();
  });
  return {
    async open() {
      const catalog = await current().open();
      opened.push(catalog);
      return catalog;
    },
    expireLeases: () => current().expireLeases(),
  };
}

/** Hands something in. Rejects with what refuses it, by the call or once it is settled. */
export async function handedIn(catalog: Catalog, handIn: () => void): Promise<void> {
  handIn();
  await catalog.settled();
}

/** Name of the tasks of the contract. */
export const NAME = 'fetch';

export const run = (runId: string) => ({ runId, flow: 'collect', parameters: { a: 1 } });

/** N task ids, in the order of their numbers. */
export const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `task-${String(n).padStart(5, '0')}`);

export const tasks = (...taskIds: string[]): PlannedTask[] =>
  taskIds.map((taskId) => ({ taskId, name: NAME, input: null }));

export const object = (runId: string, key: string, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  key,
  path: `bronze/${key}`,
  bytes: 10,
  mtimeMs: 1_720_000_000_000.25,
  sha256: 'ab'.repeat(32),
  proof: 'sidecar',
  depth: 'deep',
  etag: null,
  lastModified: null,
  series: seriesParts('spot/trades/BTCUSDT'),
  partition: 'daily',
  period: '2025-07-01',
  runId,
  recordedAt: 1,
  ...more,
});

/** Takes a task through states, each a second after the one before; attempts are counted as they begin. */
export function walk(
  catalog: Catalog,
  taskId: string,
  states: readonly StateName[],
  more: Partial<TaskChange> = {},
): void {
  let attempt = 0;
  for (const [place, state] of states.entries()) {
    const phase = phaseOfState(state);
    if (phase === 'running') attempt += 1;
    const change = { runId: 'r1', taskId, name: NAME, state, phase, attempt, at: 1_000 + place * 1_000 };
    catalog.recordTask({ ...change, ...more });
  }
}

/** The ids of all tasks of run `r1`, page by page; `between` runs between two pages. */
export async function everyTask(
  catalog: Catalog,
  limit: number,
  between: () => void = () => {},
): Promise<string[]> {
  const found: string[] = [];
  let { rows, next } = await catalog.tasks('r1', { limit });
  for (;;) {
    found.push(...rows.map(({ taskId }) => taskId));
    if (next === null) return found;
    between();
    ({ rows, next } = await catalog.tasks('r1', { limit, cursor: next }));
  }
}
