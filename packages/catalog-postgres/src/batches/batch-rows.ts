import type { BatchClaim, ClaimOptions } from '@tapehaul/catalog';
import { BATCH_LEASE_SECONDS } from '@tapehaul/catalog';
import { batchLost, failureText } from '@tapehaul/catalog/rules';
import type { ErrorRecord } from '@tapehaul/errors';
import { one, type Session } from '../connection/session.ts';

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
  /** How many transactions have moved tasks of it. */
  readonly changes: number;
}

const LEASE_END = (seconds: string): string => `now() + ${seconds} * interval '1 second'`;

const FREE = `(holder IS NULL OR (holder <> $3 AND held_until <= now()))
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED`;

/**
 * Claims a batch of a run that has tasks of that name without an outcome: the first that is free, others claim the next meanwhile; or the one
 * that is wanted, for which others wait.
 */
export function claimBatch(
  session: Session,
  run: number,
  { name, holder, leaseSeconds = BATCH_LEASE_SECONDS, batch }: ClaimOptions,
): Promise<StoredBatch | undefined> {
  return one<StoredBatch>(
    session,
    `WITH free AS (
       SELECT number, holder FROM tapehaul.batches WHERE run = $1 AND name = $2 AND open > 0
         AND ${batch === undefined ? FREE : 'number = $5::int FOR UPDATE'})
     UPDATE tapehaul.batches b SET epoch = epoch + 1, holder = $3, worker = $3, held_until = ${LEASE_END('$4::float8')},
       losses = losses + (free.holder IS NOT NULL)::int
     FROM free WHERE b.run = $1 AND b.number = free.number
     RETURNING b.number, b.epoch, b.first, b.last, b.losses, b.changes, free.holder IS NOT NULL AS "wasHeld"`,
    [run, name, holder, leaseSeconds, ...(batch === undefined ? [] : [batch])],
  );
}

/** The batch of a claim, which no other transaction claims until this one has ended. Throws `batch_lost` unless it is the latest. */
export async function ownBatch(session: Session, run: number, claim: BatchClaim): Promise<StoredBatch> {
  const found = await one<StoredBatch>(
    session,
    `SELECT number, epoch, first, last, losses, changes, true AS "wasHeld" FROM tapehaul.batches
     WHERE run = $1 AND number = $2 AND epoch = $3 AND holder IS NOT NULL FOR UPDATE`,
    [run, claim.batch, claim.epoch],
  );
  if (found === undefined) throw batchLost(claim);
  return found;
}

/** Keeps a batch for another lease from now on. */
export async function renewBatch(
  session: Session,
  run: number,
  { batch, leaseSeconds }: BatchClaim,
): Promise<void> {
  await session.query(
    `UPDATE tapehaul.batches SET held_until = ${LEASE_END('$3::float8')} WHERE run = $1 AND number = $2`,
    [run, batch, leaseSeconds],
  );
}

/** Gives a batch out of the hands of its holder, as `failure` says why. */
export async function releaseBatch(
  session: Session,
  run: number,
  batch: number,
  failure: ErrorRecord | undefined,
): Promise<void> {
  await session.query(
    `UPDATE tapehaul.batches SET holder = NULL, held_until = NULL, failure = $3, losses = losses + ($3::text IS NOT NULL)::int
     WHERE run = $1 AND number = $2`,
    [run, batch, failureText(failure)],
  );
}

/** Takes all batches of a run from their holders, whose claims are lost by that. */
export async function releaseBatches(session: Session, run: number): Promise<void> {
  await session.query(
    `UPDATE tapehaul.batches b SET epoch = epoch + 1, holder = NULL, held_until = NULL FROM (
       SELECT number FROM tapehaul.batches WHERE run = $1 AND holder IS NOT NULL ORDER BY number FOR UPDATE) held
     WHERE b.run = $1 AND b.number = held.number`,
    [run],
  );
}
