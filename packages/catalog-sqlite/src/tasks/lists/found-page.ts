import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskPage, TaskQuery } from '@tapehaul/catalog';

/**
 * The first page with tasks, or the last one: few tasks of many may be far behind the others. Each read is short, and other work has
 * its turn in between. A search by a part of the id says how far it is instead, and may give an empty page.
 */
export async function foundPage(query: TaskQuery, pageOf: (query: TaskQuery) => TaskPage): Promise<TaskPage> {
  let page = pageOf(query);
  while (query.contains === undefined && page.rows.length === 0 && page.next !== null) {
    await nextTurn();
    page = pageOf({ ...query, cursor: page.next });
  }
  return page;
}
