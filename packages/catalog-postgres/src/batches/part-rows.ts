import { setImmediate } from 'node:timers/promises';
import type { BatchClaim, HandedIn, PlannedPart } from '@tapehaul/catalog';
import { partRange, reportText } from '@tapehaul/catalog/rules';
import type { HeldWrites } from '../holdings/held-writes.ts';
import { writeGaps } from '../notes/note-rows.ts';
import { type StoredTasks, storeTasks } from '../tasks/plan-rows.ts';
import type { Tally } from '../tasks/tally.ts';
import type { TaskWrites } from '../tasks/task-records.ts';
import { ownBatch } from './batch-rows.ts';
import { writeHandedIn } from './handed-in.ts';

/** Tasks of a part that are stored by one statement. */
const TOGETHER = 5_000;

/** What a part is written by, in one transaction. */
export interface PartWrites {
  readonly tasks: TaskWrites;
  readonly held: HeldWrites;
  readonly tally: Tally;
}

/**
 * Stores a part of a plan, as {@link PlanParts.storePart}. Each part has numbers of its own, so that parts are stored beside each other: only the batch that
 * was claimed is locked.
 */
export async function storePart(
  { tasks, held, tally }: PartWrites,
  run: number,
  claim: BatchClaim,
  what: readonly HandedIn[],
  part: PlannedPart,
): Promise<number> {
  const { session } = tasks;
  await ownBatch(session, run, claim);
  const kept = await session.query(
    'UPDATE tapehaul.batches SET summary = $3 WHERE run = $1 AND number = $2 AND open > 0 RETURNING number',
    [run, claim.batch, reportText(part.summary)],
  );
  if (kept.length === 0) return 0;
  const counts = { classes: tasks.classes, tally };
  let added = 0;
  let behind: Omit<StoredTasks, 'stored'> = partRange(claim.batch, part.tasks.length);
  for (let from = 0; from < part.tasks.length; from += TOGETHER) {
    const next = part.tasks.slice(from, from + TOGETHER);
    const { stored, ...reached } = await storeTasks(session, counts, run, next, behind);
    added += stored;
    behind = reached;
    await setImmediate();
  }
  await writeGaps(
    session,
    part.gaps.map((gap) => ({ run, gap })),
  );
  for (const cells of part.cells) held.mark(cells);
  await writeHandedIn(tasks, held, run, claim, what);
  return added;
}
