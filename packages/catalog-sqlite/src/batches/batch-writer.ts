import type { DatabaseSync } from 'node:sqlite';
import {
  BATCH_LEASE_SECONDS,
  type BatchClaim,
  type ClaimedBatch,
  type ClaimOptions,
  type HandedIn,
  type TaskChange,
} from '@tapehaul/catalog';
import { failureText, reportText } from '@tapehaul/catalog/rules';
import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import type { CellWriter } from '../cells/cell-writer.ts';
import type { ObjectWriter } from '../holdings/object-writer.ts';
import type { TaskWriter } from '../tasks/task-writer.ts';
import type { BatchStore } from './batch-store.ts';
import { ClaimedTasks } from './claimed-tasks.ts';

/** What the outcomes of tasks are written by. */
export interface OutcomeWriters {
  readonly tasks: TaskWriter;
  readonly objects: ObjectWriter;
  readonly cells: CellWriter;
}

/** Hands out batches of a run by its number, and writes what is handed in; to be used in a transaction. */
export class BatchWriter {
  readonly #store: BatchStore;
  readonly #left: ClaimedTasks;
  readonly #tasks: TaskWriter;
  readonly #objects: ObjectWriter;
  readonly #cells: CellWriter;

  constructor(database: DatabaseSync, store: BatchStore, { tasks, objects, cells }: OutcomeWriters) {
    this.#store = store;
    this.#left = new ClaimedTasks(database);
    this.#tasks = tasks;
    this.#objects = objects;
    this.#cells = cells;
  }

  claim(run: number, runId: string, options: ClaimOptions): ClaimedBatch | undefined {
    const { holder, leaseSeconds = BATCH_LEASE_SECONDS } = options;
    const now = Date.now();
    const batch = this.#store.claim(run, options, { holder, until: leaseEnd(leaseSeconds, now) }, now);
    if (batch === undefined) return undefined;
    if (batch.wasHeld) this.#tasks.giveBack(run, batch, now);
    const { number, epoch, losses } = batch;
    return { runId, batch: number, epoch, leaseSeconds, tasks: this.#left.of(run, batch), losses };
  }

  renew(run: number, claim: BatchClaim): void {
    this.#store.own(run, claim);
    this.#store.renew(run, claim.batch, leaseEnd(claim.leaseSeconds));
  }

  handIn(run: number, claim: BatchClaim, what: readonly HandedIn[]): void {
    const { losses } = this.#store.own(run, claim);
    if (losses > 0 && what.some(({ change }) => change.phase === 'final')) {
      this.#store.succeeded(run, claim.batch);
    }
    for (const [taskId, { changes, object, cells }] of byTask(what)) {
      const isNew = this.#tasks.handIn(run, claim.batch, taskId, changes);
      if (isNew === false) throw notOfBatch(claim, taskId);
      if (isNew !== true) continue;
      if (object !== undefined) this.#objects.hold(run, object);
      if (cells !== undefined) this.#cells.mark(cells);
    }
    this.#store.renew(run, claim.batch, leaseEnd(claim.leaseSeconds));
  }

  report(run: number, claim: BatchClaim, report: unknown): void {
    this.#store.own(run, claim);
    this.#store.report(run, claim.batch, reportText(report));
  }

  release(run: number, claim: BatchClaim, failure: ErrorRecord | undefined): void {
    this.#tasks.giveBack(run, this.#store.own(run, claim), Date.now());
    this.#store.release(run, claim.batch, failureText(failure));
  }
}

function leaseEnd(seconds: number, now = Date.now()): number {
  return Math.trunc(now + seconds * 1_000);
}

interface OfTask {
  readonly changes: TaskChange[];
  object: HandedIn['object'];
  cells: HandedIn['cells'];
}

/** What was handed in, by task, in the order of their first changes; nothing of a task after its outcome. */
function byTask(what: readonly HandedIn[]): Map<string, OfTask> {
  const tasks = new Map<string, OfTask>();
  for (const { change, object, cells } of what) {
    const known = tasks.get(change.taskId) ?? { changes: [], object: undefined, cells: undefined };
    tasks.set(change.taskId, known);
    if (known.changes.at(-1)?.phase === 'final') continue;
    known.changes.push(change);
    known.object = object ?? known.object;
    known.cells = cells ?? known.cells;
  }
  return tasks;
}

function notOfBatch({ runId, batch }: BatchClaim, taskId: string): TapehaulError {
  return new TapehaulError('internal', `task ${taskId} is not of batch ${batch} of run ${runId}`, {
    facts: { runId, batch, taskId },
    hint: 'Hand in a task with the claim that it came with.',
  });
}
