import { type CatalogReader, everyPage, type Pages, type TaskRecord } from '@tapehaul/catalog';
import { FILE_TASK } from '../flow-names.ts';

/** The files of a run, or those in some states, in the order of the plan, in pages that are read as they are requested. */
export function fileTasks(
  catalog: CatalogReader,
  runId: string,
  states?: readonly string[],
): Pages<TaskRecord> {
  const query = { name: FILE_TASK, ...(states === undefined ? {} : { states }) };
  return everyPage((page) => catalog.tasks(runId, { ...query, ...page }));
}
