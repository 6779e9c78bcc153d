import type { BatchClaim, HandedIn, TaskChange } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import type { HeldWrites } from '../holdings/held-writes.ts';
import type { MovedTask } from '../tasks/state-rows.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { type TaskWrites, tasksOf } from '../tasks/task-records.ts';
import { ownBatch } from './batch-rows.ts';
import type { KnownBatch } from './known-tasks.ts';

/** A batch whose tasks were moved, and which of them; to be known once that is durable. */
export interface MovedBatch {
  readonly before: KnownBatch;
  readonly moved: readonly MovedTask[];
}

/** What a process knows of a batch. */
export interface Knowing {
  readonly known?: KnownBatch | undefined;
  /**
   * Whether nothing is held of tasks of which nothing was held at the claim. Writing objects is a third cheaper then; it fails, as
   * {@link isTaken} says, where another batch had the same file meanwhile.
   */
  readonly trusts?: boolean;
}

/**
 * Stores what happened to tasks of a batch; nothing of those that have their outcome. Tasks that are not among those that are known, or all
 * where others have moved any since, are read.
 */
export async function writeHandedIn(
  tasks: TaskWrites,
  held: HeldWrites,
  run: number,
  claim: BatchClaim,
  what: readonly HandedIn[],
  { known, trusts = false }: Knowing = {},
): Promise<MovedBatch> {
  const { session, moves } = tasks;
  const { changes } = await ownBatch(session, run, claim);
  const before = known?.changes === changes ? known : unknownBatch(changes);
  const byId = byTask(what);
  const unknown = [...byId.keys()].filter((id) => !before.tasks.has(id));
  const read = unknown.length === 0 ? [] : await tasksOf(session, run, unknown);
  const stored = new Map(read.map((it) => [it.taskId, it]));
  for (const [taskId, { changes: its, object, cells }] of byId) {
    const wasKnown = before.tasks.get(taskId);
    const task = copied(wasKnown) ?? stored.get(taskId);
    if (task?.batch !== claim.batch) throw notOfBatch(claim, taskId);
    if (task.task.phase === 'final') continue;
    moves.advance(run, task, its);
    if (object !== undefined) {
      const isEnded = its.at(-1)?.phase === 'final' && object.key === taskId;
      const isNew = trusts && isEnded && wasKnown !== undefined && !before.held.has(taskId);
      held.hold(run, object, isNew);
    }
    if (cells !== undefined) held.mark(cells);
  }
  const moved = await moves.write();
  await held.write();
  const hasEnded = what.some(({ change }) => change.phase === 'final');
  moves.renew(run, claim.batch, claim.leaseSeconds, hasEnded);
  return { before, moved };
}

function unknownBatch(changes: number): KnownBatch {
  return { changes, tasks: new Map(), held: new Set() };
}

/** A task that may be moved, while the known one stays: a transaction may be done again. */
function copied(known: StoredTask | undefined): StoredTask | undefined {
  return known && { ...known, task: { ...known.task } };
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
