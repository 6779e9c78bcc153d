import { counted, grouped, TapehaulError } from '@tapehaul/errors';
import { BATCH_TASKS } from '../batches/batch.ts';

/** Batches that a part of a plan has room for; a round number, so that people see by the number of a batch which part it is of. */
const PART_BATCHES = 1_000;
/** Number of the batch before the first part: no plan has as many parts. */
const BEFORE_PARTS = 1_000_000;

/** The numbers before the first of a part of a plan. */
export interface PartRange {
  readonly task: number;
  readonly batch: number;
}

/**
 * The numbers behind which tasks and batches of a part of a plan begin, by the number of the batch that it was laid out as: parts have ranges of their
 * own, so that their order is that of the plan, whichever is stored first. Throws a TapehaulError
 * `config_invalid` for more tasks than there is room for: no worker can plan that part.
 */
export function partRange(batch: number, tasks: number): PartRange {
  const most = PART_BATCHES * BATCH_TASKS;
  if (tasks > most) {
    throw new TapehaulError(
      'config_invalid',
      `part ${batch} of the plan has ${counted(tasks, 'file')}, and room for ${grouped(most)}`,
      {
        facts: { batch, tasks, most },
        hint: 'Request fewer series or days at a time.',
      },
    );
  }
  const before = BEFORE_PARTS + PART_BATCHES * batch;
  return { batch: before - 1, task: before * BATCH_TASKS - 1 };
}
