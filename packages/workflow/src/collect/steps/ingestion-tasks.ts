import { firstRows } from '@tapehaul/catalog';
import type { Matrix } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import { isFinal, type Task, type TaskContext } from '@tapehaul/orchestrator';
import { ATTRIBUTE, currentSpan, inSpan } from '@tapehaul/tracing';
import { checkSource } from '../../engines/check-source.ts';
import { checkStorage } from '../../engines/check-storage.ts';
import { plannedFile, requestFor } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import type { CollectionRun } from './collection-run.ts';
import { step } from './step.ts';
import { storePlan } from './store-plan.ts';

const TRACER = '@tapehaul/workflow';

/** A run, and the matrix that it is planned by; null where its plan is stored. */
export interface PlanInput {
  readonly run: CollectionRun;
  readonly matrix: Matrix | null;
}

/**
 * Plans the request and stores every file of it as a task, before the first byte moves. Files that are in
 * place as recorded are done with that. A plan that is stored in whole, when a run is taken up again, stays.
 */
export const generateIngestionTasks: Task<PlanInput, void> = step(
  'generate-ingestion-tasks',
  {},
  async ({ run, matrix }: PlanInput, context): Promise<void> => {
    const { runId, catalog, hub } = run;
    const isNew = matrix !== null;
    const bytes_left = isNew
      ? await inSpan(TRACER, 'plan', {}, () => planned(run, matrix, context))
      : await leftOf(run, context);
    run.phase = 'planned';
    const counts = await catalog.counts(runId, FILE_TASK);
    const files = Object.values(counts).reduce((sum, { tasks }) => sum + tasks, 0);
    const settled = isNew ? 0 : files - (counts.Scheduled?.tasks ?? 0);
    let verdicts = 0;
    for await (const gaps of catalog.gaps(runId)) verdicts += gaps.length;
    const { days: settled_days, files: settled_files } = run.settledDays.summary();
    const bytes_left_is_estimate = run.config.planning !== 'listing';
    const left = { bytes_left, bytes_left_is_estimate };
    hub.emit({ kind: 'planned', files, settled, settled_files, settled_days, ...left, verdicts });
    currentSpan()?.setAttributes({ [ATTRIBUTE.tasks]: files, [ATTRIBUTE.gaps]: verdicts });
    const known =
      settled_days === 0 ? '' : `; ${counted(settled_days, 'day')} settled in the record, not checked again`;
    context.log(
      'info',
      `planned ${counted(files, 'file')}; ${counted(verdicts, 'date range')} not in the archive${known}`,
    );
  },
);

/** Plans the request, by itself or in parts, and gives the bytes that are left to fetch. */
async function planned(run: CollectionRun, matrix: Matrix, context: TaskContext): Promise<number> {
  return (await run.planInParts(run, matrix, context)) ?? storePlan(run, matrix, context);
}

/** Checks source and storage for a plan that was stored before, and gives the bytes that it has left, as far as it has sizes. */
async function leftOf(run: CollectionRun, { signal }: TaskContext): Promise<number | null> {
  const { runId, config, catalog } = run;
  const [first] = await firstRows(catalog.remainingTasks(runId, FILE_TASK), 1);
  if (first !== undefined) {
    const file = plannedFile(first);
    await checkSource({ ...run, signal }, file.key);
    await checkStorage(run.target, requestFor(file, undefined, config).path ?? file.key, run, signal);
  }
  const isListed = first !== undefined && plannedFile(first).listed !== null;
  if (config.planning !== 'listing' && !isListed) return null;
  const counts = Object.entries(await catalog.counts(runId, FILE_TASK));
  return counts.reduce((sum, [state, { bytes }]) => sum + (isFinal(state) ? 0 : bytes), 0);
}
