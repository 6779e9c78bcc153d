import { TapehaulError } from '@tapehaul/errors';
import { type BatchRef, type BatchWork, readBatchRef } from '@tapehaul/fleet';
import type { JobInsert, JobWithMetadata, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { Pauses } from './pauses.ts';
import { QUEUE } from './queue.ts';
import type { WorkerPace } from './worker-pace.ts';

/** Wait before a batch whose work rejected is offered again, in seconds; that of one from a newer release is longer. */
const AGAIN_AFTER = 1;
const NEWER_AGAIN_AFTER = 15;

/** A job that this worker has, with the attempt that makes it its own. */
type Attempt = Pick<JobWithMetadata<unknown>, 'id' | 'retryCount' | 'data' | 'singletonKey'>;

interface Running {
  readonly attempt: Attempt;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** What a heartbeat answers: the jobs that are still this worker's. */
const BEAT = z.object({ settled: z.array(z.string()) });
/** How many jobs a call changed. */
const CHANGED = z.object({ affected: z.number() });

/** Takes batches from the queue as long as slots are free: one request for all of them. */
export class PgbossWorker {
  readonly #boss: PgBoss;
  readonly #slots: number;
  readonly #work: BatchWork;
  readonly #pace: WorkerPace;
  readonly #onTrouble: (error: unknown) => void;
  readonly #running = new Map<string, Running>();
  readonly #pauses = new Pauses();
  readonly #beats: NodeJS.Timeout;
  readonly #taking: Promise<void>;
  #isStopped = false;
  #activeAt = Date.now();

  constructor(
    boss: PgBoss,
    slots: number,
    work: BatchWork,
    pace: WorkerPace,
    onTrouble: (error: unknown) => void,
  ) {
    this.#boss = boss;
    this.#slots = slots;
    this.#work = work;
    this.#pace = pace;
    this.#onTrouble = onTrouble;
    this.#beats = setInterval(() => void this.#beat(), pace.beatMs);
    this.#taking = this.#take();
  }

  /** When it last requested batches or sent heartbeats, with or without an answer, in milliseconds since 1970 UTC. */
  get activeAt(): number {
    return this.#activeAt;
  }

  /** Takes no further batch. Resolves once those in progress have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pauses.end();
    await this.#taking;
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    clearInterval(this.#beats);
  }

  /** Aborts what is in progress, and stops. */
  async abandon(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort();
    await this.stop();
  }

  async #take(): Promise<void> {
    while (!this.#isStopped) {
      const free = this.#slots - this.#running.size;
      const jobs = free === 0 ? [] : await this.#fetch(free);
      for (const job of jobs) this.#begin(job);
      // A full answer means that more may wait; without free slots, the end of a batch ends the pause.
      if (free > 0 && jobs.length === free) continue;
      await this.#pauses.pause(free === 0 ? undefined : this.#pace.pollMs);
    }
  }

  async #fetch(batchSize: number): Promise<readonly Attempt[]> {
    try {
      return await this.#boss.fetch<unknown>(QUEUE, { batchSize, includeMetadata: true });
    } catch (error) {
      this.#onTrouble(error);
      return [];
    } finally {
      this.#activeAt = Date.now();
    }
  }

  #begin(attempt: Attempt): void {
    const controller = new AbortController();
    const ended = this.#run(attempt, controller.signal).finally(() => {
      this.#running.delete(attempt.id);
      this.#pauses.end();
    });
    this.#running.set(attempt.id, { attempt, controller, ended });
  }

  /** Works on a batch to its end. Never rejects: what the queue did not receive, it hands to another worker later. */
  async #run(attempt: Attempt, signal: AbortSignal): Promise<void> {
    const ref = readBatchRef(attempt.data);
    try {
      if (ref === undefined) await this.#again(attempt, NEWER_AGAIN_AFTER);
      else await this.#end(attempt, ref, signal);
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  async #end(attempt: Attempt, ref: BatchRef, signal: AbortSignal): Promise<void> {
    const end = await this.#work(ref, { signal }).catch(() => 'failed' as const);
    if (end === 'done') await this.#boss.complete(QUEUE, attempt);
    else await this.#again(attempt, end === 'again' ? 0 : AGAIN_AFTER);
  }

  /**
   * Ends a job and queues its batch anew, in one transaction: the attempts of a job count workers that died, not what is given back. A job that was
   * withdrawn, or is another worker's by now, stays as it is.
   */
  async #again(attempt: Attempt, startAfter: number): Promise<void> {
    const { data, singletonKey } = attempt;
    const job: JobInsert = {
      ...(typeof data === 'object' && data !== null ? { data } : {}),
      ...(singletonKey === null ? {} : { singletonKey }),
      ...(startAfter === 0 ? {} : { startAfter }),
    };
    const database = this.#boss.getDb();
    const transaction = await database.beginTransaction?.();
    if (transaction === undefined) throw new TapehaulError('internal', 'pg-boss has no transactions here');
    try {
      const { db } = transaction;
      const ended = CHANGED.parse(await this.#boss.complete(QUEUE, attempt, null, { db }));
      if (ended.affected > 0) await this.#boss.insert(QUEUE, [job], { db });
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  /** Shows that this worker lives. What it has lost, or was withdrawn, is aborted. */
  async #beat(): Promise<void> {
    const running = [...this.#running.values()];
    if (running.length === 0) return;
    try {
      const answer = await this.#boss.touch(
        QUEUE,
        running.map(({ attempt }) => attempt),
      );
      const kept = new Set(BEAT.parse(answer).settled);
      for (const { attempt, controller } of running) {
        const isOurs = kept.has(attempt.id) || !this.#running.has(attempt.id);
        if (!isOurs)
          controller.abort(
            new TapehaulError('cancelled', 'the batch was withdrawn, or another worker has it'),
          );
      }
    } catch (error) {
      this.#onTrouble(error);
    } finally {
      this.#activeAt = Date.now();
    }
  }
}
