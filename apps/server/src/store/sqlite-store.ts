import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@tapehaul/sqlite';
import type { FormerFiles } from './former-files.ts';
import type { OwnerLease } from './owner-lease.ts';
import type { JobStore, RequestStore, ServiceStore } from './service-store.ts';
import { StoredJobs, unreadableJob } from './sqlite-jobs.ts';
import { guarded } from './store-errors.ts';

/** What a store is made of. */
export interface StoreParts {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly lease: OwnerLease;
  /** Receives an error for each job that cannot be read. */
  readonly onError: (error: unknown) => void;
}

/** The store of a service in a SQLite file that this process owns. */
export class SqliteStore implements ServiceStore {
  readonly #parts: StoreParts;
  readonly #rows: StoredJobs;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#rows = guarded(parts.path, () => new StoredJobs(parts.database));
  }

  readonly jobs: JobStore = {
    add: async (job, request) =>
      this.#write(() => {
        const known = request === null ? undefined : this.#rows.remember(request, job.run_id);
        if (known === undefined) this.#rows.insert(job);
        return known;
      }),
    remove: async (runId) => this.#write(() => this.#rows.remove(runId)),
    all: async () => {
      const { path, onError } = this.#parts;
      const { jobs, unreadable } = guarded(path, () => this.#rows.all());
      for (const [runId, reason] of unreadable) {
        this.#write(() => this.#rows.leaveOut(runId, reason));
        onError(unreadableJob(path, runId, reason));
      }
      return jobs;
    },
  };

  readonly requests: RequestStore = {
    find: async (key) => guarded(this.#parts.path, () => this.#rows.find(key)),
  };

  /**
   * Takes over what former versions kept in files, and then removes these. A process that dies on the way leaves either the
   * files or what they held in the store, and never makes the next one take over a job twice. Rejects as reading and writing do.
   */
  async takeOver(files: FormerFiles): Promise<void> {
    const { database, path } = this.#parts;
    const rows = guarded(path, () => database.prepare('SELECT file FROM imported').all());
    const marked = new Set(rows.map(({ file }) => String(file)));
    const isNew = ({ file }: { readonly file: string }): boolean => !marked.has(file);
    const keys = (await files.keys()).filter(isNew);
    const jobs = (await files.jobs()).filter(isNew);
    this.#write(() => {
      const mark = database.prepare('INSERT INTO imported VALUES (?)');
      for (const { file, value } of keys) {
        this.#rows.remember(value, value.run_id);
        mark.run(file);
      }
      for (const { file, value } of jobs) {
        const { idempotency, ...job } = value;
        if (idempotency !== null) this.#rows.remember(idempotency, job.run_id);
        this.#rows.insert(job);
        mark.run(file);
      }
    });
    const gone = await files.remove([
      ...marked,
      ...keys.map(({ file }) => file),
      ...jobs.map(({ file }) => file),
    ]);
    this.#write(() => {
      const unmark = database.prepare('DELETE FROM imported WHERE file = ?');
      for (const file of gone) unmark.run(file);
    });
  }

  close(): void {
    const { database, lease } = this.#parts;
    if (!database.isOpen) return;
    lease.release();
    database.close();
  }

  #write<Result>(work: () => Result): Result {
    const { database, lease, path } = this.#parts;
    return guarded(path, () =>
      transaction(database, () => {
        lease.require();
        return work();
      }),
    );
  }
}
