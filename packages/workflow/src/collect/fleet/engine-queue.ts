import type { BatchRecord } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import type { BatchEngine, BatchRef } from '@tapehaul/fleet';
import type { TaskContext } from '@tapehaul/orchestrator';
import { BatchWindow } from './batch-window.ts';
import type { FleetPace } from './fleet-pace.ts';

/** What the queue of a run works with. */
export interface EngineQueueOptions {
  readonly runId: string;
  readonly engine: BatchEngine;
  readonly pace: FleetPace;
  /** Names a batch for the engine. */
  readonly ref: (runId: string, batch: number) => BatchRef;
}

/** The batches of one run in the queue of an engine, which may be away for a while. */
export class EngineQueue {
  readonly #runId: string;
  readonly #engine: BatchEngine;
  readonly #pace: FleetPace;
  readonly #ref: EngineQueueOptions['ref'];
  readonly #window = new BatchWindow();
  #offered = new Set<number>();
  #offeredAt = 0;
  #isWithdrawn = false;
  /** Since when the engine has not answered; undefined where it does. */
  #lostSince: number | undefined;

  constructor({ runId, engine, pace, ref }: EngineQueueOptions) {
    this.#ref = ref;
    this.#runId = runId;
    this.#engine = engine;
    this.#pace = pace;
  }

  /**
   * Gives how many batches are to be offered at a time. Rejects with `engine_unavailable` where the engine has not answered for long.
   */
  async window(log: TaskContext['log']): Promise<number> {
    const running = await this.#answer(async () => (await this.#engine.backlog()).running, log);
    return this.#window.size(running ?? 0, Date.now());
  }

  /** Whether workers have batches of other runs in progress; false while the engine does not answer. */
  async isBusyElsewhere(log: TaskContext['log']): Promise<boolean> {
    const elsewhere = await this.#answer(async () => {
      const [all, own] = [await this.#engine.backlog(), await this.#engine.backlog(this.#runId)];
      return all.running - own.running;
    }, log);
    return (elsewhere ?? 0) > 0;
  }

  /** How many batches of the run workers have in progress; 0 while the engine does not answer. */
  async running(log: TaskContext['log']): Promise<number> {
    const running = await this.#answer(async () => (await this.#engine.backlog(this.#runId)).running, log);
    return running ?? 0;
  }

  /** Offers a batch with the next ones, though it was offered before. */
  offerAgain(batch: number): void {
    this.#offered.delete(batch);
  }

  /** Offers the batches that no worker has: new ones at once, and all of them again every few seconds. Rejects as {@link window} does. */
  async offer(batches: readonly BatchRecord[], log: TaskContext['log']): Promise<void> {
    this.#isWithdrawn = false;
    const now = Date.now();
    const isAgain = now - this.#offeredAt >= this.#pace.offerAgainMs;
    const due = batches.filter(({ batch, isHeld }) => !isHeld && (isAgain || !this.#offered.has(batch)));
    if (isAgain) this.#offeredAt = now;
    if (due.length === 0) return;
    const refs = due.map(({ batch }) => this.#ref(this.#runId, batch));
    const isTaken = await this.#answer(async () => {
      await this.#engine.offer(refs);
      return true;
    }, log);
    if (isTaken === undefined) this.#offeredAt = 0;
    else this.#offered = new Set([...(isAgain ? [] : this.#offered), ...due.map(({ batch }) => batch)]);
  }

  /** Withdraws the run from the engine, once until batches are offered again. Never rejects: what workers hand in is fenced by the record. */
  async withdraw(): Promise<void> {
    if (this.#isWithdrawn) return;
    this.#offered.clear();
    this.#offeredAt = 0;
    this.#isWithdrawn = await this.#engine.withdraw(this.#runId).then(
      () => true,
      () => false,
    );
  }

  /** The answer of the engine; undefined while it gives none, which may pass. */
  async #answer<Answer>(ask: () => Promise<Answer>, log: TaskContext['log']): Promise<Answer | undefined> {
    try {
      const answer = await ask();
      this.#lostSince = undefined;
      return answer;
    } catch (thrown) {
      const error = asTapehaulError(thrown);
      const isFirst = this.#lostSince === undefined;
      this.#lostSince ??= Date.now();
      if (error.code !== 'engine_unavailable' || Date.now() - this.#lostSince >= this.#pace.engineLostMs)
        throw error;
      if (isFirst) log('warn', `${error.message}; trying again`);
      return undefined;
    }
  }
}
