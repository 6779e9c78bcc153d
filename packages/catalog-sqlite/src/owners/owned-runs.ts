import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunRecord } from '@tapehaul/catalog';
import { disown, ownerOf, type ProcessOwner } from '@tapehaul/sqlite';
import type { Lease } from './lease.ts';

/** A run of this process. */
interface OwnedRun {
  readonly run: RunRecord;
  /** This process. */
  readonly owner: ProcessOwner;
  readonly lease: Lease;
  /** Called when the run has been lost. */
  readonly onLost: () => void;
  /** Its end is recorded, or waits for that. */
  ending: boolean;
}

/**
 * The runs that this process owns. Another process takes over those of an owner whose heartbeat is too old;
 * if that owner lives all the same, it must write nothing more of them.
 */
export class OwnedRuns {
  readonly #select: StatementSync;
  readonly #owned = new Map<number, OwnedRun>();
  readonly #lost = new Set<number>();

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(
      'SELECT ended_at FROM runs WHERE id = ? AND owner_pid = ? AND owner_host = ? AND resumes = ?',
    );
  }

  /** Whether one has not ended. */
  get anyOpen(): boolean {
    return [...this.#owned.values()].some(({ ending }) => !ending);
  }

  add(number: number, run: RunRecord, lease: Lease, onLost: () => void): void {
    this.#lost.delete(number);
    this.#owned.set(number, { run, owner: ownerOf(run.runId), lease, onLost, ending: false });
  }

  /** To be called before the end of a run is recorded: it takes no more requests. */
  ending(number: number): void {
    const owned = this.#owned.get(number);
    if (owned === undefined) return;
    owned.lease.release();
    owned.ending = true;
  }

  /** Looks which runs are still this process's; to be called first thing in a transaction that writes. */
  check(): void {
    for (const [number, { run, owner, lease, onLost, ending }] of this.#owned) {
      const { pid, host } = owner;
      const row = this.#select.get(number, pid, host, run.resumes);
      if (row !== undefined && row.ended_at === null) continue;
      this.#owned.delete(number);
      if (row !== undefined && ending) continue;
      lease.release();
      this.#lost.add(number);
      // Not in the transaction: the listener may write.
      queueMicrotask(onLost);
    }
  }

  /** Whether another process has taken a run from this one. */
  isLost(number: number): boolean {
    return this.#lost.has(number);
  }

  /** Gives up the ownership of all runs, and gives those that have not ended. */
  release(): number[] {
    const open: number[] = [];
    for (const [number, { run, lease, ending }] of this.#owned) {
      lease.release();
      disown(run.runId);
      if (!ending) open.push(number);
    }
    this.#owned.clear();
    return open;
  }
}
