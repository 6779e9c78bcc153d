import type { BatchQuery, BatchRecord, Page } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, storedFailure } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';

type BatchRow = Omit<BatchRecord, 'failure'> & { readonly failure: string | null };

/** A page of the batches of a run, in the order of the plan. */
export async function batchPage(
  session: Session,
  run: number,
  query: BatchQuery,
): Promise<Page<BatchRecord>> {
  const { cursor, name = null, open = false } = query;
  const after = cursor === undefined ? 0 : Number(positionOf('batches', [0], cursor)[0]);
  const limit = pageLimit(query);
  const rows = await session.query<BatchRow>(
    `SELECT number AS batch, name, open AS left, epoch AS claims, worker AS holder, losses, failure,
       holder IS NOT NULL AND held_until > now() AS "isHeld"
     FROM tapehaul.batches
     WHERE run = $1 AND number > $2 AND ($3::text IS NULL OR name = $3) ${open ? 'AND open > 0' : ''}
     ORDER BY number LIMIT $4`,
    [run, after, name, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? cursorOf('batches', [shown.at(-1)?.batch ?? 0]) : null;
  return { rows: shown.map(batchRecord), next };
}

function batchRecord({ failure, ...row }: BatchRow): BatchRecord {
  return { ...row, failure: storedFailure(failure) };
}
