import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskPage, TaskQuery } from '../records/queries.ts';
import { pageLimit } from './page-limit.ts';

/** Reads of a search after which it answers with what it has found. */
const READS = 20;

/**
 * The first page with tasks, or the last one: few tasks of many may be far behind the others. Each read is short, and other work has
 * its turn in between. A search by a part of the id says how far it is instead, and may give an empty page.
 */
export async function foundPage(
  query: TaskQuery,
  pageOf: (query: TaskQuery) => TaskPage | Promise<TaskPage>,
): Promise<TaskPage> {
  const limit = pageLimit(query);
  let page = await pageOf(query);
  const rows = [...page.rows];
  for (let reads = 1; page.next !== null && rows.length < limit; reads += 1) {
    if (reads >= READS && (query.contains !== undefined || rows.length > 0)) break;
    await nextTurn();
    page = await pageOf({ ...query, cursor: page.next, limit: limit - rows.length });
    rows.push(...page.rows);
  }
  return { ...page, rows };
}
