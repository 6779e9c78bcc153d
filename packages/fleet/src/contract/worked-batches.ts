import { setTimeout as wait } from 'node:timers/promises';
import type { BatchEnd, BatchEngine, BatchWork } from '../engine/batch-engine.ts';
import { type BatchRef, refId } from '../engine/batch-ref.ts';

/** Pause between two readings of a backlog that others empty, in milliseconds. */
const PAUSE = 20;

/** Keeps count of the batches that workers were given. */
export class Worked {
  /** Ids of the batches, in the order in which they began. */
  readonly ids: string[] = [];
  /** Most batches in progress at once. */
  most = 0;
  #open = 0;
  #aborted = 0;
  #held = Promise.withResolvers<void>();
  #changed = Promise.withResolvers<void>();

  /** Notes that a batch begins; gives how often it has. */
  note(batch: BatchRef): number {
    this.ids.push(refId(batch));
    this.#change();
    return this.ids.filter((id) => id === refId(batch)).length;
  }

  /** Work that ends at once. */
  doing(end: BatchEnd): BatchWork {
    return async (batch) => {
      this.note(batch);
      return end;
    };
  }

  /** Work that lasts until {@link Worked.letGo}, or until its signal aborts. */
  readonly holding: BatchWork = async (batch, { signal }) => {
    this.#open++;
    this.most = Math.max(this.most, this.#open);
    this.note(batch);
    const stopped = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => stopped.resolve(), { once: true });
    await Promise.race([this.#held.promise, stopped.promise]);
    this.#open--;
    if (!signal.aborted) return 'done';
    this.#aborted++;
    this.#change();
    return 'again';
  };

  letGo(): void {
    this.#held.resolve();
  }

  /** Resolves once that many batches have begun. */
  reaches(count: number): Promise<void> {
    return this.#until(() => this.ids.length >= count);
  }

  /** Resolves once that many batches in progress were aborted. */
  aborted(count: number): Promise<void> {
    return this.#until(() => this.#aborted >= count);
  }

  async #until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await this.#changed.promise;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** Resolves once an engine has no batch left. */
export async function endOf(engine: BatchEngine): Promise<void> {
  for (;;) {
    const { queued, running } = await engine.backlog();
    if (queued + running === 0) return;
    await wait(PAUSE);
  }
}
