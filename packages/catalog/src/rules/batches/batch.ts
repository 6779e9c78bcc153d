import { TapehaulError } from '@tapehaul/errors';
import type { BatchClaim } from '../../stores/batches.ts';

/** Most planned tasks of a batch. */
export const BATCH_TASKS = 1_000;

/** The error of a claim that is not the latest of its batch. */
export function batchLost({ runId, batch, epoch }: BatchClaim): TapehaulError {
  return new TapehaulError('batch_lost', `batch ${batch} of run ${runId} was claimed by another process`, {
    facts: { runId, batch, epoch },
    hint: 'Drop what is left of the batch: the process that claimed it does it.',
  });
}
