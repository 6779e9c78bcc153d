import { TapehaulError } from '@tapehaul/errors';
import { type BatchEnd, type BatchWork, readBatchRef } from '@tapehaul/fleet';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

/** Waits before a batch is another worker's, in milliseconds: given back, its work rejected, its reference is one of a newer release. */
const AGAIN_AFTER = 1;
const FAILED_AGAIN_AFTER = 1_000;
const NEWER_AGAIN_AFTER = 15_000;

/** Works on a batch as an activity. */
export class BatchActivity {
  readonly #work: BatchWork;
  readonly #beatMs: number;
  readonly #running = new Set<AbortController>();

  constructor(work: BatchWork, beatMs: number) {
    this.#work = work;
    this.#beatMs = beatMs;
  }

  /** The activity. It fails where a batch is given back: the server queues it again by itself, with no part of a workflow in it. */
  readonly workOnBatch = async (value: unknown): Promise<void> => {
    const ref = readBatchRef(value);
    if (ref === undefined) throw again('a newer release of tapehaul wrote this batch', NEWER_AGAIN_AFTER);
    const context = Context.current();
    const controller = new AbortController();
    const cancel = (): void =>
      controller.abort(new TapehaulError('cancelled', 'the batch was withdrawn, or another worker has it'));
    context.cancellationSignal.addEventListener('abort', cancel, { once: true });
    const beats = setInterval(() => context.heartbeat(), this.#beatMs);
    this.#running.add(controller);
    const work = async (): Promise<BatchEnd> => this.#work(ref, { signal: controller.signal });
    const end = await work().catch(() => 'failed' as const);
    clearInterval(beats);
    this.#running.delete(controller);
    if (end === 'again') throw again('the worker gave this batch back', AGAIN_AFTER);
    if (end === 'failed') throw again('the work on this batch failed', FAILED_AGAIN_AFTER);
  };

  /** Aborts what is in progress. */
  abandon(): void {
    for (const controller of this.#running)
      controller.abort(new TapehaulError('cancelled', 'this worker stops'));
  }
}

/** Benign: no fault that the server should count. It has no stack, which would show paths of this machine to all who read the history. */
function again(message: string, nextRetryDelay: number): ApplicationFailure {
  const category = ApplicationFailureCategory.BENIGN;
  const failure = ApplicationFailure.create({ message, type: 'again', nextRetryDelay, category });
  failure.stack = '';
  return failure;
}
