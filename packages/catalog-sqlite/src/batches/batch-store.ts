import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BatchClaim } from '@tapehaul/catalog';
import { batchLost } from '@tapehaul/catalog/rules';
import type { Row } from '../rows/rows.ts';

/** A batch as stored, when it is claimed. */
export interface StoredBatch {
  readonly number: number;
  readonly epoch: number;
  /** Numbers of its first task and its last. */
  readonly first: number;
  readonly last: number;
  /** Whether another holder had it, whose lease has run out. */
  readonly wasHeld: boolean;
}

/** Who claims, and until when. */
export interface Holding {
  readonly holder: string;
  readonly until: number;
}

/** Hands out batches, each to one holder at a time; to be used in a transaction. */
export class BatchStore {
  readonly #next: StatementSync;
  readonly #claim: StatementSync;
  readonly #own: StatementSync;
  readonly #renew: StatementSync;
  readonly #release: StatementSync;
  readonly #releaseAll: StatementSync;

  constructor(database: DatabaseSync) {
    this.#next = database.prepare(
      `SELECT number, epoch, first, last, holder FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND (holder IS NULL OR (holder <> ? AND held_until <= ?))
       ORDER BY number LIMIT 1`,
    );
    this.#claim = database.prepare(
      'UPDATE batches SET epoch = epoch + 1, holder = ?, held_until = ? WHERE run = ? AND number = ?',
    );
    this.#own = database.prepare(
      'SELECT epoch, first, last FROM batches WHERE run = ? AND number = ? AND epoch = ? AND holder IS NOT NULL',
    );
    this.#renew = database.prepare('UPDATE batches SET held_until = ? WHERE run = ? AND number = ?');
    this.#release = database.prepare(
      'UPDATE batches SET holder = NULL, held_until = NULL WHERE run = ? AND number = ?',
    );
    this.#releaseAll = database.prepare(
      'UPDATE batches SET epoch = epoch + 1, holder = NULL, held_until = NULL WHERE run = ? AND holder IS NOT NULL',
    );
  }

  /** Claims the first batch of a run that is free and has tasks of that name without an outcome. */
  claim(run: number, name: string, { holder, until }: Holding, now: number): StoredBatch | undefined {
    const row = this.#next.get(run, name, holder, now);
    if (row === undefined) return undefined;
    const batch = storedBatch(row);
    this.#claim.run(holder, until, run, batch.number);
    return { ...batch, epoch: batch.epoch + 1, wasHeld: row.holder !== null };
  }

  /** A batch by its claim. Throws a TapehaulError `batch_lost` unless that is the latest one. */
  own(run: number, claim: BatchClaim): StoredBatch {
    const row = this.#own.get(run, claim.batch, claim.epoch);
    if (row === undefined) throw batchLost(claim);
    return storedBatch({ ...row, number: claim.batch });
  }

  renew(run: number, batch: number, until: number): void {
    this.#renew.run(until, run, batch);
  }

  release(run: number, batch: number): void {
    this.#release.run(run, batch);
  }

  /** Takes all batches of a run from their holders, who write nothing more of them. */
  releaseAll(run: number): void {
    this.#releaseAll.run(run);
  }
}

function storedBatch({ number, epoch, first, last }: Row): StoredBatch {
  return {
    number: Number(number),
    epoch: Number(epoch),
    first: Number(first),
    last: Number(last),
    wasHeld: false,
  };
}
