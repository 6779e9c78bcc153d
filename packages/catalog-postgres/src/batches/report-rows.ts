import type { BatchClaim } from '@tapehaul/catalog';
import { MOST_REPORTED, reportText, storedReports } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { ownBatch } from './batch-rows.ts';

/** Batches whose reports are read at once: that of a part of a plan may be long. */
const BATCHES = 16;

/** Keeps a report behind those that a batch has, as {@link Batches.report}. */
export async function addReport(
  session: Session,
  run: number,
  claim: BatchClaim,
  report: unknown,
): Promise<void> {
  await ownBatch(session, run, claim);
  await session.query(
    `UPDATE tapehaul.batches SET summary = coalesce(summary || E'\\n', '') || $3
     WHERE run = $1 AND number = $2 AND coalesce(octet_length(summary), 0) < ${MOST_REPORTED}`,
    [run, claim.batch, reportText(report)],
  );
}

/** The reports of batches behind a batch, and the last batch that was read. */
export async function reportsBehind(
  session: Session,
  run: number,
  name: string,
  after: number,
): Promise<{ rows: unknown[]; last: number }> {
  const rows = await session.query<{ number: number; summary: string }>(
    `SELECT number, summary FROM tapehaul.batches WHERE run = $1 AND number > $2 AND name = $3 AND summary IS NOT NULL
     ORDER BY number LIMIT ${BATCHES}`,
    [run, after, name],
  );
  return { rows: rows.flatMap(({ summary }) => storedReports(summary)), last: rows.at(-1)?.number ?? after };
}
