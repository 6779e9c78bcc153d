import { setTimeout as wait } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import type { Backlog, BatchEngine, BatchWork, Serving } from '../engine/batch-engine.ts';
import { type BatchRef, refId } from '../engine/batch-ref.ts';
import { LocalWorker } from './local-worker.ts';

/** Wait before a batch whose work rejected is offered again, in milliseconds. */
const AGAIN_AFTER = 1_000;

/** An engine whose queue and workers are in this process: a fleet of one machine. What it holds ends with the process. */
export class LocalEngine implements BatchEngine {
  /** In the order in which they were offered. */
  readonly #queued = new Map<string, BatchRef>();
  readonly #running = new Map<string, { readonly ref: BatchRef; readonly controller: AbortController }>();
  readonly #workers = new Set<LocalWorker>();

  async offer(batches: readonly BatchRef[]): Promise<void> {
    for (const ref of batches) this.#queue(ref);
  }

  serve(slots: number, work: BatchWork): Serving {
    const worker = new LocalWorker(slots, () => this.#take(work));
    this.#workers.add(worker);
    worker.fill();
    return {
      stop: async () => {
        await worker.stop();
        this.#workers.delete(worker);
      },
    };
  }

  async withdraw(run: string): Promise<void> {
    for (const [id, ref] of this.#queued) if (ref.run === run) this.#queued.delete(id);
    for (const { ref, controller } of this.#running.values()) {
      if (ref.run === run) controller.abort(new TapehaulError('cancelled', `run ${run} was withdrawn`));
    }
  }

  async backlog(run?: string): Promise<Backlog> {
    const isOf = (ref: BatchRef): boolean => run === undefined || ref.run === run;
    return {
      queued: [...this.#queued.values()].filter(isOf).length,
      running: [...this.#running.values()].filter(({ ref }) => isOf(ref)).length,
    };
  }

  async close(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort();
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#queued.clear();
  }

  #queue(ref: BatchRef): void {
    const id = refId(ref);
    if (this.#queued.has(id) || this.#running.has(id)) return;
    this.#queued.set(id, ref);
    for (const worker of this.#workers) worker.fill();
  }

  /** Works on the first batch of the queue; undefined where it is empty. */
  #take(work: BatchWork): Promise<void> | undefined {
    const [first] = this.#queued;
    if (first === undefined) return undefined;
    const [id, ref] = first;
    const controller = new AbortController();
    this.#queued.delete(id);
    this.#running.set(id, { ref, controller });
    return this.#work(ref, controller.signal, work);
  }

  async #work(ref: BatchRef, signal: AbortSignal, work: BatchWork): Promise<void> {
    let end: 'done' | 'again' | 'failed';
    try {
      end = await work(ref, { signal });
    } catch {
      end = 'failed';
    }
    if (end === 'failed' && !signal.aborted) await wait(AGAIN_AFTER, undefined, { signal }).catch(() => {});
    this.#running.delete(refId(ref));
    if (end !== 'done' && !signal.aborted) this.#queue(ref);
  }
}
