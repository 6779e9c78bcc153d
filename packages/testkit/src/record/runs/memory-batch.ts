import type { AttemptRecord } from '@tapehaul/catalog';
import { BATCH_TASKS, type TaskProgress } from '@tapehaul/catalog/rules';
import type { ErrorRecord } from '@tapehaul/errors';

/** A task of a run, as it is kept in memory. */
export interface MemoryTask {
  readonly number: number;
  readonly taskId: string;
  readonly name: string;
  readonly input: unknown;
  readonly plannedAt: number;
  readonly plannedBytes: number | null;
  readonly progress: TaskProgress;
  readonly attempts: AttemptRecord[];
}

/** Planned tasks of a run that are claimed together. */
export interface MemoryBatch {
  readonly number: number;
  readonly name: string;
  readonly tasks: MemoryTask[];
  epoch: number;
  holder: string | null;
  /** Who claimed it last. */
  worker: string | null;
  losses: number;
  failure: ErrorRecord | null;
  /** What came of it beside its tasks. */
  reports: unknown[];
  /** When its lease runs out. */
  until: number;
}

/** Where a planned task belongs: to the last batch, or to a new one. */
export interface BatchPlace {
  readonly isNew: boolean;
  /** Most tasks of a batch; {@link BATCH_TASKS} by default. */
  readonly most?: number | undefined;
  /** The number before that of a new batch; that of the last one by default. */
  readonly behind?: number | undefined;
}

/** Adds a planned task to the last batch of a run, or to a new one. */
export function addToBatch(batches: MemoryBatch[], task: MemoryTask, place: BatchPlace): void {
  const { isNew, most = BATCH_TASKS, behind } = place;
  let batch = batches.at(-1);
  if (batch === undefined || isNew || batch.name !== task.name || batch.tasks.length >= most) {
    const held = { epoch: 0, holder: null, worker: null, until: 0, losses: 0, failure: null };
    const number = (isNew ? behind : undefined) ?? batch?.number ?? 0;
    batch = { number: number + 1, name: task.name, tasks: [], ...held, reports: [] };
    batches.push(batch);
  }
  batch.tasks.push(task);
}

/** Takes all batches of a run from their holders, who write nothing more of them. */
export function releaseBatches(batches: readonly MemoryBatch[]): void {
  for (const batch of batches) {
    if (batch.holder === null) continue;
    batch.holder = null;
    batch.epoch += 1;
  }
}
