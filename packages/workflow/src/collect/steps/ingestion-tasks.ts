import type { Matrix } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import { isFinal, type Task, type TaskContext } from '@tapehaul/orchestrator';
import { ATTRIBUTE, currentSpan, inSpan } from '@tapehaul/tracing';
import { checkSource } from '../../engines/check-source.ts';
import { FILE_TASK } from '../../flow-names.ts';
import type { Collection } from '../collection.ts';
import { step } from './step.ts';
import { storePlan } from './store-plan.ts';

const TRACER = '@tapehaul/workflow';

/** A collection that is to be planned by a matrix, or with null one whose plan is stored. */
export type Planning = Omit<Collection, 'matrix'> & { readonly matrix: Matrix | null };

/**
 * Plans the request and stores every file of it as a task, before the first byte moves. Files that are in
 * place as recorded are done with that. A plan that is stored in whole, when a run is taken up again, stays.
 */
export const generateIngestionTasks: Task<Planning, void> = step(
  'generate-ingestion-tasks',
  {},
  async (planning: Planning, context): Promise<void> => {
    const { runId, catalog, emit, matrix } = planning;
    const isNew = matrix !== null;
    const bytes_left = isNew
      ? await inSpan(TRACER, 'plan', {}, () => storePlan({ ...planning, matrix }, context))
      : await leftOf(planning, context);
    const counts = catalog.counts(runId, FILE_TASK);
    const files = Object.values(counts).reduce((sum, { tasks }) => sum + tasks, 0);
    const settled = isNew ? 0 : files - (counts.Scheduled?.tasks ?? 0);
    const verdicts = Array.from(catalog.gaps(runId)).length;
    emit({ kind: 'planned', files, settled, bytes_left, verdicts });
    currentSpan()?.setAttributes({ [ATTRIBUTE.tasks]: files, [ATTRIBUTE.gaps]: verdicts });
    context.log(
      'info',
      `planned ${counted(files, 'file')}; ${counted(verdicts, 'date range')} not in the archive`,
    );
  },
);

/** Checks the source for a plan that was stored before, and gives the bytes that it has left, as far as it tells sizes. */
async function leftOf(planning: Planning, { signal }: TaskContext): Promise<number | null> {
  const { runId, config, catalog } = planning;
  const first = catalog.remainingTasks(runId, FILE_TASK).next();
  if (first.done !== true) await checkSource({ ...planning, signal }, first.value.taskId);
  if (config.planning !== 'listing') return null;
  const counts = Object.entries(catalog.counts(runId, FILE_TASK));
  return counts.reduce((sum, [state, { bytes }]) => sum + (isFinal(state) ? 0 : bytes), 0);
}
