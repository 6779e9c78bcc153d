import { setImmediate } from 'node:timers/promises';
import { stoppedBy } from '@tapehaul/errors';
import type { TaskPage } from '@tapehaul/workflow';

/**
 * The first page that has rows, from a cursor on, or the last: a record answers with an empty page where many tasks in a row do not
 * fit. A page of a search that says how far it is may be empty. Other requests get their turn between two pages. Rejects with
 * `cancelled` when stopped.
 */
export async function filledPage(
  read: (from: { readonly cursor?: string }) => Promise<TaskPage>,
  signal: AbortSignal,
): Promise<TaskPage> {
  let page = await read({});
  while (page.rows.length === 0 && page.next !== null && page.searched === null) {
    await setImmediate();
    if (signal.aborted) throw stoppedBy(signal);
    page = await read({ cursor: page.next });
  }
  return page;
}
