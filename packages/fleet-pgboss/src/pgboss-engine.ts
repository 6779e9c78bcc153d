import type { TapehaulError } from '@tapehaul/errors';
import type { Backlog, BatchEngine, BatchRef, BatchWork, Serving } from '@tapehaul/fleet';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { openBoss } from './open-boss.ts';
import { PgbossWorker } from './pgboss-worker.ts';
import { jobOf, QUEUE, QUEUE_SCHEMA } from './queue.ts';
import { queueError } from './queue-error.ts';
import type { WorkerPace } from './worker-pace.ts';

/** How an engine is opened. */
export interface PgbossOptions extends Partial<WorkerPace> {
  /** Address of the PostgreSQL, such as `postgres://tapehaul@db.example/tapehaul`. */
  readonly url: string;
  /** Name of this process among the connections of the server; `tapehaul` by default. */
  readonly name?: string;
  /** Receives what goes wrong beside a call, such as a lost connection. What is queued is kept; work continues. */
  readonly onTrouble?: (error: TapehaulError) => void;
}

/** Jobs that one statement inserts or cancels. */
const AT_ONCE = 1_000;

const JOBS = z.array(z.object({ id: z.string() }));
const COUNTS = z.array(z.object({ queued: z.coerce.number(), running: z.coerce.number() }));

/**
 * Opens an engine whose queue is in the PostgreSQL of the record, beside it. Rejects with a TapehaulError `engine_unavailable`: the server cannot be
 * reached, or the queue was not created by {@link migrateQueue}.
 */
export async function openPgboss({
  url,
  name = 'tapehaul',
  onTrouble = () => {},
  pollMs = 500,
  beatMs = 5_000,
}: PgbossOptions): Promise<BatchEngine> {
  const trouble = (error: unknown): void => onTrouble(queueError(url, error));
  const boss = await openBoss(url, { name, onTrouble: trouble });
  return new PgbossEngine(boss, url, { pollMs, beatMs }, trouble);
}

class PgbossEngine implements BatchEngine {
  readonly #boss: PgBoss;
  readonly #url: string;
  readonly #pace: WorkerPace;
  readonly #onTrouble: (error: unknown) => void;
  readonly #workers = new Set<PgbossWorker>();

  constructor(boss: PgBoss, url: string, pace: WorkerPace, onTrouble: (error: unknown) => void) {
    this.#boss = boss;
    this.#url = url;
    this.#pace = pace;
    this.#onTrouble = onTrouble;
  }

  async offer(batches: readonly BatchRef[]): Promise<void> {
    await this.#reached(async () => {
      for (let at = 0; at < batches.length; at += AT_ONCE) {
        await this.#boss.insert(QUEUE, batches.slice(at, at + AT_ONCE).map(jobOf));
      }
    });
  }

  serve(slots: number, work: BatchWork): Serving {
    const worker = new PgbossWorker(this.#boss, slots, work, this.#pace, this.#onTrouble);
    this.#workers.add(worker);
    return {
      get activeAt() {
        return worker.activeAt;
      },
      stop: async () => {
        await worker.stop();
        this.#workers.delete(worker);
      },
    };
  }

  async withdraw(run: string): Promise<void> {
    await this.#reached(async () => {
      for (;;) {
        const jobs = JOBS.parse(
          await this.#rows(
            `SELECT id FROM ${QUEUE_SCHEMA}.job WHERE name = $1 AND state <= 'active' AND data ->> 'run' = $2 LIMIT ${AT_ONCE}`,
            [QUEUE, run],
          ),
        );
        if (jobs.length === 0) return;
        const ids = jobs.map(({ id }) => id);
        await this.#boss.cancel(QUEUE, ids);
      }
    });
  }

  async backlog(run?: string): Promise<Backlog> {
    return this.#reached(async () => {
      const [counts] = COUNTS.parse(
        await this.#rows(
          `SELECT count(*) FILTER (WHERE state < 'active') AS queued, count(*) FILTER (WHERE state = 'active') AS running
           FROM ${QUEUE_SCHEMA}.job WHERE name = $1 AND state <= 'active' AND ($2::text IS NULL OR data ->> 'run' = $2)`,
          [QUEUE, run ?? null],
        ),
      );
      return counts ?? { queued: 0, running: 0 };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.abandon()));
    await this.#boss.stop({ graceful: false });
  }

  async #rows(text: string, values: readonly unknown[]): Promise<unknown> {
    return (await this.#boss.getDb().executeSql(text, [...values])).rows;
  }

  async #reached<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (thrown) {
      throw queueError(this.#url, thrown);
    }
  }
}
