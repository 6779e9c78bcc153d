import { setImmediate } from 'node:timers/promises';
import type { PlannedTask } from '../../records/records.ts';

/** Rows of a plan that are written at once, before other work gets its turn. */
const PLAN_GROUP = 5_000;

/** Writes planned tasks in groups as they come, and gives how many were new: the sum of what `write` resolves to. */
export async function planInGroups(
  tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>,
  write: (group: readonly PlannedTask[]) => Promise<number>,
): Promise<number> {
  let added = 0;
  let group: PlannedTask[] = [];
  for await (const task of tasks) {
    if (group.push(task) < PLAN_GROUP) continue;
    added += await write(group);
    group = [];
    await setImmediate();
  }
  return added + (await write(group));
}
