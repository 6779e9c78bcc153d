import type { BatchClaim, HandedIn, TaskChange } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import type { HeldWrites } from '../holdings/held-writes.ts';
import { type TaskWrites, tasksOf } from '../tasks/task-records.ts';
import { ownBatch, renewBatch } from './batch-rows.ts';

/** Stores what happened to tasks of a batch; nothing of those that have their outcome. */
export async function writeHandedIn(
  tasks: TaskWrites,
  held: HeldWrites,
  run: number,
  claim: BatchClaim,
  what: readonly HandedIn[],
): Promise<void> {
  const { session, moves } = tasks;
  await ownBatch(session, run, claim);
  const byId = byTask(what);
  const stored = new Map((await tasksOf(session, run, [...byId.keys()])).map((it) => [it.taskId, it]));
  for (const [taskId, { changes, object, cells }] of byId) {
    const task = stored.get(taskId);
    if (task?.batch !== claim.batch) throw notOfBatch(claim, taskId);
    if (task.task.phase === 'final') continue;
    moves.advance(run, task, changes);
    if (object !== undefined) held.hold(run, object);
    if (cells !== undefined) held.mark(cells);
  }
  await moves.write();
  await held.write();
  const hasEnded = what.some(({ change }) => change.phase === 'final');
  await renewBatch(session, run, claim, hasEnded);
}

interface OfTask {
  readonly changes: TaskChange[];
  object: HandedIn['object'];
  cells: HandedIn['cells'];
}

/** What was handed in, by task, in the order of their first changes. */
function byTask(what: readonly HandedIn[]): Map<string, OfTask> {
  const tasks = new Map<string, OfTask>();
  for (const { change, object, cells } of what) {
    const known = tasks.get(change.taskId) ?? { changes: [], object: undefined, cells: undefined };
    tasks.set(change.taskId, known);
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
