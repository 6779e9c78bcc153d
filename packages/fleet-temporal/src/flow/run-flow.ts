import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  makeContinueAsNewFunc,
  scheduleActivity,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { batchId, foldRefs, type OfferedRefs, unfoldRefs } from './folded-refs.ts';
import { ACTIVITY, type FlowInput, OFFER, WAITING } from './names.ts';

/** Most activities of a run that are queued or in progress; the server allows 2,000. */
const MOST_OPEN = 500;
/** Events of a history after which it is ended, unless the server suggests that earlier. */
const MOST_EVENTS = 8_000;
/** Change of the number of batches held back that is worth an event. */
const WAITING_STEP = 100;

/**
 * Hands out the batches of a run: an activity for each. It completes when nothing is left; the next offer starts it anew. It never reads
 * what a reference holds, so that those of a newer release pass through it.
 */
export async function tapehaulRun({ heartbeatSeconds, waiting: given }: FlowInput): Promise<void> {
  const waiting = new Map<string, unknown>();
  const open = new Set<string>();
  /** Batches in progress that were offered again, with the length of the history then. */
  const offeredAgain = new Map<string, number>();
  let isCancelled = false;
  let isEnding = false;
  /** Batches held back as the memo says. */
  let shown = 0;

  function offer(refs: OfferedRefs): void {
    for (const ref of unfoldRefs(refs)) {
      const id = batchId(ref);
      // What was in progress when the run was cancelled ends soon; offered again, it is wanted again.
      if (open.has(id) && !isCancelled) offeredAgain.set(id, workflowInfo().historyLength);
      else if (!waiting.has(id)) waiting.set(id, ref);
    }
    fill();
  }

  function fill(): void {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    isEnding ||= continueAsNewSuggested || historyLength >= MOST_EVENTS;
    for (const [id, ref] of waiting) {
      if (isEnding || open.size >= MOST_OPEN) return;
      waiting.delete(id);
      open.add(id);
      // An activity fails only where someone ended it by hand: the record knows that its batch is not done, and it is offered again.
      void workOn(id, ref)
        .catch(() => {})
        .finally(() => {
          open.delete(id);
          // An offer in the same step may have come after the end of the batch: steps have offers first.
          const isWanted = offeredAgain.get(id) === workflowInfo().historyLength;
          offeredAgain.delete(id);
          if (isWanted && !waiting.has(id)) waiting.set(id, ref);
          fill();
        });
    }
  }

  function workOn(id: string, ref: unknown): Promise<void> {
    return scheduleActivity<void>(ACTIVITY, [ref], {
      activityId: id,
      summary: `batch ${id}`,
      heartbeatTimeout: heartbeatSeconds * 1_000,
      // A batch may take hours: only the heartbeat decides whether its worker lives.
      startToCloseTimeout: '365 days',
      // How often a batch may be lost is decided by the record.
      retry: { initialInterval: '1 second', backoffCoefficient: 1 },
      cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
  }

  setHandler(defineSignal<[OfferedRefs]>(OFFER), offer);
  offer(given);
  try {
    await untilIdle();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    isCancelled = true;
    isEnding = true;
    waiting.clear();
    // Its activities were cancelled, too; those in progress end at their next heartbeat.
    await CancellationScope.nonCancellable(untilIdle);
    if (waiting.size === 0) throw error;
  }
  if (waiting.size === 0) return;
  const renewed = makeContinueAsNewFunc<typeof tapehaulRun>({ memo: { [WAITING]: 0 } });
  await renewed({ heartbeatSeconds, waiting: foldRefs(waiting.values()) });

  async function untilIdle(): Promise<void> {
    const isIdle = (): boolean => open.size === 0 && (isEnding || waiting.size === 0);
    const isNews = (): boolean =>
      waiting.size === 0 ? shown !== 0 : Math.abs(waiting.size - shown) >= WAITING_STEP || shown === 0;
    for (;;) {
      await condition(() => isIdle() || isNews());
      if (isIdle()) return;
      shown = waiting.size;
      upsertMemo({ [WAITING]: shown });
    }
  }
}
