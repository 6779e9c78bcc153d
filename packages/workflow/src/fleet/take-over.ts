import { setTimeout as sleep } from 'node:timers/promises';
import type { AbandonedRun, SharedRecords } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { FLEET, runPlace } from '../collect/run-place.ts';
import { closeQuietly } from '../record.ts';
import type { WorkerEvent } from './worker-events.ts';

/** How often a worker looks for runs whose owner is dead, in milliseconds; each time a little sooner or later, so that workers do it at different times. */
const EVERY = 10_000;

/**
 * Coordinates a run whose owner is dead, to its end, or until the signal aborts: then it leaves the run to another worker. Rejects with `output_in_use`
 * when another process is faster.
 */
export type TakeOver = (run: AbandonedRun, signal: AbortSignal) => Promise<void>;

/** What runs are taken over with. */
export interface TakeOverOptions {
  readonly records: SharedRecords;
  readonly takeOver: TakeOver;
  /** Whether this worker has room for one more thing to do. */
  readonly isIdle: () => boolean;
  readonly onEvent: (event: WorkerEvent) => void;
  /** Ends the search. What is coordinated here continues. */
  readonly signal: AbortSignal;
  /** Hands on what is coordinated here. */
  readonly handOn: AbortSignal;
  /** {@link EVERY} by default. */
  readonly everyMs?: number | undefined;
}

/**
 * Takes over runs of a fleet whose owner is dead, until the signal aborts; at most one more each time. `coordinated` has the runs that are
 * coordinated here, by id, each until it has ended. Never rejects: a record that does not answer is read again.
 */
export async function takeOverRuns(
  options: TakeOverOptions,
  coordinated: Map<string, Promise<void>>,
): Promise<void> {
  const { signal, isIdle, everyMs = EVERY } = options;
  while (!signal.aborted) {
    const jitter = everyMs * (0.75 + Math.random() / 2);
    await sleep(jitter, undefined, { signal }).catch(() => {});
    if (signal.aborted || !isIdle()) continue;
    const run = await firstAbandoned(options.records, coordinated).catch(() => undefined);
    if (run === undefined || signal.aborted) continue;
    const { runId } = run;
    coordinated.set(
      runId,
      coordinate(run, options).then(() => void coordinated.delete(runId)),
    );
  }
}

async function firstAbandoned(
  records: SharedRecords,
  coordinated: ReadonlyMap<string, unknown>,
): Promise<AbandonedRun | undefined> {
  for (const run of await records.abandoned()) {
    if (!coordinated.has(run.runId) && (await isOfFleet(records, run))) return run;
  }
  return undefined;
}

/** Whether a run was requested to be done by a fleet. */
async function isOfFleet(records: SharedRecords, { root, runId }: AbandonedRun): Promise<boolean> {
  const reader = await records.read(root);
  try {
    const found = await reader.run(runId);
    return found !== undefined && runPlace(found) === FLEET;
  } finally {
    await closeQuietly(reader);
  }
}

async function coordinate(run: AbandonedRun, { takeOver, onEvent, handOn }: TakeOverOptions): Promise<void> {
  const about = { kind: 'worker_take_over', run_id: run.runId, output_directory: run.root } as const;
  onEvent({ ...about, step: 'begun', error: null });
  try {
    await takeOver(run, handOn);
    onEvent({ ...about, step: 'ended', error: null });
  } catch (thrown) {
    onEvent({ ...about, step: 'ended', error: asTapehaulError(thrown).toJSON() });
  }
}
