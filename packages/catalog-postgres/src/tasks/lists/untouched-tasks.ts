import type { SeenClass } from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';

/** Batches that are looked through together. */
const BATCHES = 16;

/**
 * The numbers of planned tasks, behind one, that nothing has happened to yet, of classes of Scheduled tasks. Reads batches that have
 * tasks without an outcome, since what is left of a large plan is a small part of it.
 */
export async function untouchedBehind(
  session: Session,
  run: number,
  scheduled: readonly Pick<SeenClass, 'id' | 'name'>[],
  after: number,
  limit: number,
): Promise<number[]> {
  if (scheduled.length === 0) return [];
  const [ids, names] = [scheduled.map(({ id }) => id), scheduled.map(({ name }) => name)];
  const found: number[] = [];
  for (let reached = after; ; ) {
    const batches = await session.query<{ number: number; last: number }>(
      `SELECT number, last FROM tapehaul.batches WHERE run = $1 AND name = ANY ($2) AND open > 0 AND last > $3
       ORDER BY number LIMIT ${BATCHES}`,
      [run, names, reached],
    );
    const last = batches.at(-1)?.last;
    if (last === undefined) return found;
    const rows = await session.query<{ number: number }>(
      `SELECT t.number FROM tapehaul.tasks t
       WHERE t.run = $1 AND t.number > $2 AND t.number <= $3 AND t.class = ANY ($4) AND t.batch = ANY ($5)
         AND NOT EXISTS (SELECT 1 FROM tapehaul.outcomes o WHERE o.run = t.run AND o.number = t.number)
         AND NOT EXISTS (SELECT 1 FROM tapehaul.progress p WHERE p.run = t.run AND p.number = t.number)
       ORDER BY t.number LIMIT $6`,
      [run, reached, last, ids, batches.map(({ number }) => number), limit - found.length],
    );
    for (const { number } of rows) found.push(number);
    if (found.length >= limit || batches.length < BATCHES) return found;
    reached = last;
  }
}
