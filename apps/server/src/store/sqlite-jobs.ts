import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { type Job, jobSchema } from './job.ts';
import type { KnownRequest, RequestKey } from './service-store.ts';

/** Requests that are remembered. */
const REMEMBERED = 10_000;

/** Rows of jobs and of the requests that led to them. What writes is to be used in a transaction. */
export class StoredJobs {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #all: StatementSync;
  readonly #setUnreadable: StatementSync;
  readonly #remember: StatementSync;
  readonly #forgetOld: StatementSync;
  readonly #forgetRun: StatementSync;
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO jobs (run_id, job) VALUES (?, ?)
       ON CONFLICT (run_id) DO UPDATE SET job = excluded.job, unreadable = NULL`,
    );
    this.#delete = database.prepare('DELETE FROM jobs WHERE run_id = ?');
    this.#all = database.prepare('SELECT run_id, job FROM jobs WHERE unreadable IS NULL ORDER BY sequence');
    this.#setUnreadable = database.prepare('UPDATE jobs SET unreadable = ? WHERE run_id = ?');
    this.#remember = database.prepare('INSERT INTO requests (key, digest, run_id) VALUES (?, ?, ?)');
    this.#forgetOld = database.prepare(
      'DELETE FROM requests WHERE sequence <= (SELECT max(sequence) FROM requests) - ?',
    );
    this.#forgetRun = database.prepare('DELETE FROM requests WHERE run_id = ?');
    this.#find = database.prepare('SELECT key, digest, run_id FROM requests WHERE key = ?');
  }

  insert(job: Job): void {
    this.#insert.run(job.run_id, JSON.stringify(job));
  }

  remove(runId: string): void {
    this.#delete.run(runId);
  }

  /** All jobs that can be read, and the runs of those that cannot, each with the reason. */
  all(): { readonly jobs: readonly Job[]; readonly unreadable: ReadonlyMap<string, unknown> } {
    const jobs: Job[] = [];
    const unreadable = new Map<string, unknown>();
    for (const { run_id: runId, job } of this.#all.all()) {
      try {
        jobs.push(jobSchema.parse(JSON.parse(String(job))));
      } catch (error) {
        unreadable.set(String(runId), error);
      }
    }
    return { jobs, unreadable };
  }

  /** Leaves a job out from now on. The same request may come again. */
  leaveOut(runId: string, reason: unknown): void {
    this.#setUnreadable.run(reason instanceof Error ? reason.message : String(reason), runId);
    this.#forgetRun.run(runId);
  }

  /** Remembers a request and forgets the oldest; gives the one that came with its key before, and then remembers nothing. */
  remember({ key, digest }: RequestKey, runId: string): KnownRequest | undefined {
    const known = this.find(key);
    if (known !== undefined) return known;
    this.#remember.run(key, digest, runId);
    this.#forgetOld.run(REMEMBERED);
    return undefined;
  }

  find(wanted: string): KnownRequest | undefined {
    const row = this.#find.get(wanted);
    return row && { key: wanted, digest: String(row.digest), runId: String(row.run_id) };
  }
}

/** The error of a job that cannot be read, by its run. */
export function unreadableJob(path: string, runId: string, cause: unknown): TapehaulError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TapehaulError('store_failed', `the queued run ${runId} in ${path} cannot be read: ${reason}`, {
    cause,
    facts: { path, run_id: runId },
    hint: 'It stays in that file, and is not started. Request it again.',
  });
}
