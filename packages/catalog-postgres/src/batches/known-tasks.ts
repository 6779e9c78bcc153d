import type { BatchClaim } from '@tapehaul/catalog';
import type { MovedTask } from '../tasks/state-rows.ts';
import type { StoredTask } from '../tasks/stored-task.ts';

/** Batches whose tasks are known; a process has fewer in progress. */
const MOST = 64;

/** Where the tasks of a batch stood that had no outcome, when its tasks had been moved that often. */
export interface KnownBatch {
  readonly changes: number;
  readonly tasks: Map<string, StoredTask>;
  /** Ids of those under which an object was held when the batch was claimed. */
  readonly held: ReadonlySet<string>;
}

/** What this process knows of the batches that it has claimed: it hands in without reading each task. */
export class KnownTasks {
  readonly #batches = new Map<string, KnownBatch>();

  keep(claim: BatchClaim, batch: KnownBatch): void {
    if (batch.tasks.size === 0) return;
    this.#batches.set(nameOf(claim), batch);
    const [oldest] = this.#batches.keys();
    if (this.#batches.size > MOST && oldest !== undefined) this.#batches.delete(oldest);
  }

  /** Gives what is known, once: who has moved tasks keeps it anew, when that is durable. */
  take(claim: BatchClaim): KnownBatch | undefined {
    const name = nameOf(claim);
    const batch = this.#batches.get(name);
    this.#batches.delete(name);
    return batch;
  }
}

/** The batch once tasks of it were moved: those that have no outcome since. */
export function knownAfter({ changes, tasks, held }: KnownBatch, moved: readonly MovedTask[]): KnownBatch {
  for (const { stored, classId } of moved) {
    if (stored.task.phase === 'final') tasks.delete(stored.taskId);
    else tasks.set(stored.taskId, { ...stored, classId, stand: 'progress' });
  }
  return { changes: changes + 1, tasks, held };
}

function nameOf({ runId, batch, epoch }: BatchClaim): string {
  return `${runId} ${batch} ${epoch}`;
}
