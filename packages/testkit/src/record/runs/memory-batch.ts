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
  /** When its lease runs out. */
  until: number;
}

/** Adds a planned task to the last batch of a run, or to a new one. */
export function addToBatch(batches: MemoryBatch[], task: MemoryTask, isNew: boolean): void {
  let batch = batches.at(-1);
  if (batch === undefined || isNew || batch.name !== task.name || batch.tasks.length >= BATCH_TASKS) {
    const held = { epoch: 0, holder: null, worker: null, until: 0, losses: 0, failure: null };
    batch = { number: batches.length + 1, name: task.name, tasks: [], ...held };
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
