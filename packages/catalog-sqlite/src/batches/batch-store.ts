import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BatchClaim, ClaimOptions } from '@tapehaul/catalog';
import { batchLost, MOST_REPORTED } from '@tapehaul/catalog/rules';
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
  /** How many holders in a row have lost it. */
  readonly losses: number;
}

/** Who claims, and until when. */
export interface Holding {
  readonly holder: string;
  readonly until: number;
}

/** Hands out batches, each to one holder at a time; to be used in a transaction. */
export class BatchStore {
  readonly #next: StatementSync;
  readonly #named: StatementSync;
  readonly #claim: StatementSync;
  readonly #own: StatementSync;
  readonly #renew: StatementSync;
  readonly #release: StatementSync;
  readonly #succeeded: StatementSync;
  readonly #releaseAll: StatementSync;
  readonly #summarize: StatementSync;
  readonly #report: StatementSync;

  constructor(database: DatabaseSync) {
    this.#next = database.prepare(
      `SELECT number, epoch, first, last, holder, losses FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND (holder IS NULL OR (holder <> ? AND held_until <= ?))
       ORDER BY number LIMIT 1`,
    );
    this.#named = database.prepare(
      `SELECT number, epoch, first, last, holder, losses FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND number = ?`,
    );
    this.#claim = database.prepare(
      `UPDATE batches SET epoch = epoch + 1, losses = losses + (holder IS NOT NULL), holder = ?1, worker = ?1, held_until = ?2
       WHERE run = ?3 AND number = ?4`,
    );
    this.#own = database.prepare(
      'SELECT epoch, first, last, losses FROM batches WHERE run = ? AND number = ? AND epoch = ? AND holder IS NOT NULL',
    );
    this.#renew = database.prepare('UPDATE batches SET held_until = ? WHERE run = ? AND number = ?');
    this.#release = database.prepare(
      `UPDATE batches SET holder = NULL, held_until = NULL, failure = ?1, losses = losses + (?1 IS NOT NULL)
       WHERE run = ?2 AND number = ?3`,
    );
    this.#succeeded = database.prepare(
      'UPDATE batches SET losses = 0, failure = NULL WHERE run = ? AND number = ? AND (losses > 0 OR failure IS NOT NULL)',
    );
    this.#releaseAll = database.prepare(
      'UPDATE batches SET epoch = epoch + 1, holder = NULL, held_until = NULL WHERE run = ? AND holder IS NOT NULL',
    );
    this.#summarize = database.prepare(
      'UPDATE batches SET summary = ? WHERE run = ? AND number = ? AND open > 0',
    );
    this.#report = database.prepare(
      `UPDATE batches SET summary = coalesce(summary || char(10), '') || ?
       WHERE run = ? AND number = ? AND coalesce(length(CAST(summary AS BLOB)), 0) < ${MOST_REPORTED}`,
    );
  }

  /** Claims a batch of a run that has tasks of that name without an outcome: the first that is free, or the one that is wanted. */
  claim(
    run: number,
    { name, batch: wanted }: Pick<ClaimOptions, 'name' | 'batch'>,
    { holder, until }: Holding,
    now: number,
  ): StoredBatch | undefined {
    const row =
      wanted === undefined ? this.#next.get(run, name, holder, now) : this.#named.get(run, name, wanted);
    if (row === undefined) return undefined;
    const batch = storedBatch(row);
    this.#claim.run(holder, until, run, batch.number);
    const wasHeld = row.holder !== null;
    return { ...batch, epoch: batch.epoch + 1, wasHeld, losses: batch.losses + (wasHeld ? 1 : 0) };
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

  /** Gives a batch out of the hands of its holder; `failure` is why, as JSON. */
  release(run: number, batch: number, failure: string | null): void {
    this.#release.run(failure, run, batch);
  }

  /** A task of a batch has an outcome: nothing is wrong with the batch. */
  succeeded(run: number, batch: number): void {
    this.#succeeded.run(run, batch);
  }

  /** Keeps the summary of a part of a plan, as JSON; gives false, and keeps nothing, where the task of its batch has its outcome. */
  summarize(run: number, batch: number, summary: string): boolean {
    return this.#summarize.run(summary, run, batch).changes === 1;
  }

  /** Keeps a report behind those that a batch has. */
  report(run: number, batch: number, report: string): void {
    this.#report.run(report, run, batch);
  }

  /** Takes all batches of a run from their holders, who write nothing more of them. */
  releaseAll(run: number): void {
    this.#releaseAll.run(run);
  }
}

function storedBatch({ number, epoch, first, last, losses }: Row): StoredBatch {
  return {
    number: Number(number),
    epoch: Number(epoch),
    first: Number(first),
    last: Number(last),
    wasHeld: false,
    losses: Number(losses),
  };
}
