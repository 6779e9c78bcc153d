import { type CatalogReader, everyRow, type TaskRecord } from '@tapehaul/catalog';
import { FILE_TASK } from '../flow-names.ts';

/** The files of a run, or those in some states, in the order of the plan; read as they are requested. */
export function fileTasks(
  catalog: CatalogReader,
  runId: string,
  states?: readonly string[],
): Generator<TaskRecord, void, undefined> {
  const query = { name: FILE_TASK, ...(states === undefined ? {} : { states }) };
  return everyRow((page) => catalog.tasks(runId, { ...query, ...page }));
}
