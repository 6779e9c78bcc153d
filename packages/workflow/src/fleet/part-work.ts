import type { ClaimedBatch } from '@tapehaul/catalog';
import { asTapehaulError, type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import { MOST_LOSSES } from '../collect/batches/lost-batch.ts';
import { isLost } from '../collect/batches/unless-lost.ts';
import { planClaimed } from '../collect/parts/claimed-part.ts';
import { PART_TASK } from '../flow-names.ts';
import type { BatchResult } from './batch-work.ts';
import { type BatchOptions, batchAttributes } from './fetch-batch.ts';
import { inPartTrace } from './traces/batch-trace.ts';
import { recordOf, troubleOf } from './worker-trouble.ts';

/**
 * Plans the part of a run that an engine has handed to this worker: claims it, also from another holder, plans it, and stores it in whole. Rejects only as
 * claiming does.
 */
export async function workOnPart(options: BatchOptions): Promise<BatchResult> {
  const { run, holder, stopped, ending } = options;
  const { catalog } = run.found;
  const claimed = await claim(options);
  if (claimed === undefined) return { ...NOTHING, outcome: 'nothing' };
  // A part that is given up has nothing to show for it: a worker that stops does not wait for it.
  const signal = AbortSignal.any([stopped, ending]);
  let isPrepared = false;
  const release = (failure?: ErrorRecord): Promise<void> => catalog.release(claimed, failure).catch(() => {});
  try {
    if (claimed.losses >= MOST_LOSSES) throw lostByAll(claimed);
    const planned = await run.fetching(async (fetching) => {
      isPrepared = true;
      const attributes = batchAttributes({ ...options, runId: claimed.runId });
      return inPartTrace(await run.traced.trace(), claimed.batch, attributes, () =>
        planClaimed(fetching, claimed, { signal }),
      );
    });
    return { ...NOTHING, planned, outcome: 'done' };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (isLost(error) && claimed.losses < MOST_LOSSES) return { ...NOTHING, outcome: 'lost' };
    if (signal.aborted) {
      await release();
      return { ...NOTHING, outcome: 'given_back' };
    }
    const of = troubleOf(error, isPrepared);
    // Nothing of a part is about one file: what this worker cannot plan, others may.
    const trouble = { of: of === 'unknown' ? 'all' : of, error } as const;
    await release(trouble.of === 'all' ? recordOf(error, holder) : undefined);
    return { ...NOTHING, outcome: 'failed', trouble };
  }
}

const NOTHING = { files: 0, failed: 0, bytes: 0 };

/** Claims a part; undefined when it is planned, or its run has ended. */
async function claim({ run, batch, holder }: BatchOptions): Promise<ClaimedBatch | undefined> {
  const { catalog, record } = run.found;
  try {
    return await catalog.claim(record.runId, { name: PART_TASK, holder, batch });
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (error.code === 'run_ended' || error.code === 'run_not_found') return undefined;
    throw error;
  }
}

function lostByAll({ runId, batch }: ClaimedBatch): TapehaulError {
  const message = `${MOST_LOSSES} workers in a row lost part ${batch} of the plan`;
  return new TapehaulError('batch_lost', message, {
    facts: { runId, part: batch },
    hint: 'See what ends the workers, such as too little memory, then continue the run: tapehaul resume.',
  });
}
