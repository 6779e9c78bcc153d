import type { CatalogReader, TaskQuery, TaskRecord } from '@tapehaul/catalog';
import { FILE_TASK } from './flow-names.ts';

/** Tasks that are read at once. */
const PAGE = 1_000;

/** The files of a run, or those in some states, in the order of the plan; read page by page as they are asked for. */
export function* fileTasks(
  catalog: CatalogReader,
  runId: string,
  states?: readonly string[],
): Generator<TaskRecord> {
  const query: TaskQuery = { name: FILE_TASK, limit: PAGE, ...(states === undefined ? {} : { states }) };
  let page = catalog.tasks(runId, query);
  for (;;) {
    yield* page.rows;
    if (page.next === null) return;
    page = catalog.tasks(runId, { ...query, cursor: page.next });
  }
}
