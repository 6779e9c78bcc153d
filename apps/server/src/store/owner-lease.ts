import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { disown, isAlive, ownerOf, type ProcessOwner, transaction } from '@tapehaul/sqlite';

/** How often the owner records that it lives, in milliseconds. */
const BEAT_EVERY = 5_000;

/** The hold of this process on a store, kept by a heartbeat until it is released. Keeps no process from ending. */
export class OwnerLease {
  readonly #database: DatabaseSync;
  readonly #data: string;
  readonly #instance = `${process.pid}-${randomUUID()}`;
  #timer: NodeJS.Timeout | undefined;

  /** `data` is the folder of the service, for messages. */
  constructor(database: DatabaseSync, data: string) {
    this.#database = database;
    this.#data = data;
  }

  /**
   * Makes this process the owner. Throws a TapehaulError `output_in_use` that names the owner, while a living one has it. `onLost` is called
   * when another process has taken this one for dead.
   */
  claim(onLost: () => void): void {
    const { pid, host, bootId, processStart, heartbeatAt } = ownerOf(this.#instance);
    transaction(this.#database, () => {
      refuseWhileOwned(this.#database, this.#data);
      this.#database
        .prepare('INSERT OR REPLACE INTO owner VALUES (1, ?, ?, ?, ?, ?, ?)')
        .run(this.#instance, pid, host, bootId, processStart, heartbeatAt);
    });
    const beat = this.#database.prepare('UPDATE owner SET heartbeat_at = ? WHERE instance = ?');
    this.#timer = setInterval(() => {
      if (this.#beat(() => Number(beat.run(Date.now(), this.#instance).changes)) !== 0) return;
      clearInterval(this.#timer);
      onLost();
    }, BEAT_EVERY);
    this.#timer.unref();
  }

  /** Throws a TapehaulError `output_in_use` when another process owns the store now; to be called in each transaction that writes. */
  require(): void {
    const own = this.#database.prepare('SELECT 1 FROM owner WHERE instance = ?').get(this.#instance);
    if (own !== undefined) return;
    throw new TapehaulError('output_in_use', `another service has taken over ${this.#data}`, {
      facts: { data: this.#data },
      hint: 'Send the request to that service.',
    });
  }

  /** Lets another process be the owner. */
  release(): void {
    clearInterval(this.#timer);
    // A row that stays is recognised as that of a process that gave it up, or is dead.
    this.#beat(() =>
      Number(this.#database.prepare('DELETE FROM owner WHERE instance = ?').run(this.#instance).changes),
    );
    disown(this.#instance);
  }

  /** Writes to the row of the owner, and gives how many rows that were; undefined where it cannot be written now: the next beat tries again. */
  #beat(write: () => number): number | undefined {
    try {
      return write();
    } catch {
      return undefined;
    }
  }
}

/** Throws a TapehaulError `output_in_use` that names the owner, while a living process owns a store. */
export function refuseWhileOwned(database: DatabaseSync, data: string): void {
  const row = database.prepare('SELECT * FROM owner').get();
  if (row === undefined) return;
  const owner: ProcessOwner = {
    pid: Number(row.pid),
    host: String(row.host),
    bootId: row.boot_id === null ? null : String(row.boot_id),
    processStart: row.process_start === null ? null : Number(row.process_start),
    heartbeatAt: Number(row.heartbeat_at),
  };
  if (isAlive(String(row.instance), owner)) throw inUse(data, owner);
}

/** The refusal of a data folder that a living service owns. */
export function inUse(data: string, { pid, host, bootId, heartbeatAt }: ProcessOwner): TapehaulError {
  return new TapehaulError('output_in_use', `process ${pid} on ${host} serves ${data}`, {
    facts: { data, pid, host, bootId, heartbeatAt },
    hint: 'Stop that service first, or give another folder with --data. One that died on another host, or in a container, counts as dead after a minute.',
  });
}
