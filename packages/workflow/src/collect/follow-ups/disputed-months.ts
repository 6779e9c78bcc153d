import type { ArchiveObject } from '@tapehaul/archive';
import { type CatalogReader, everyRow, type TaskRecord } from '@tapehaul/catalog';
import { fileTasks } from '../../events/file-tasks.ts';
import { objectOfTask } from '../../file/recorded-object.ts';
import { hasDays } from './absent-months.ts';

/** Months of a run that turned out to contradict their checksums, of series that have days too. */
export async function* disputedMonths({
  catalog,
  runId,
}: {
  readonly catalog: CatalogReader;
  readonly runId: string;
}): AsyncGenerator<ArchiveObject, void, undefined> {
  for await (const task of everyRow(fileTasks(catalog, runId, ['Disputed', 'Corrupt']))) {
    const object = isFoundByRun(task) ? objectOfTask(task.taskId) : undefined;
    if (object?.partition === 'monthly' && hasDays(object)) yield object;
  }
}

/** What was known to be disputed when the plan was made has its days in the plan. */
function isFoundByRun({ state, startedAt, errorCode }: TaskRecord): boolean {
  return state === 'Disputed' ? startedAt !== null : errorCode === 'checksum_disputed';
}
