import { addDays, formatSeries, type SeriesParts } from '@tapehaul/archive';
import type { SeenDays, SeenSeries } from '@tapehaul/catalog';
import { type CodesOf, joinedRuns, rangeCodes, runLengths, type StoredYear } from '@tapehaul/coverage';
import { one, type Session } from '../connection/session.ts';

/** What is kept of a series that plans have gone through. */
interface Seen extends Omit<SeenDays, 'runs' | 'series'> {
  /** The states of the days from the first to `oldUntil`; nothing where that is null. */
  readonly oldUntil: string | null;
  readonly oldRuns: readonly number[];
}

/** What is known of the days of a series that plans have gone through: those that are kept together, and the cells behind them. */
export async function seenDays(
  session: Session,
  record: number,
  series: SeriesParts,
): Promise<SeenDays | undefined> {
  const name = formatSeries(series);
  const seen = await seenOf(session, record, name);
  if (seen === undefined) return undefined;
  const { terms, partition, first, last, checkedOn } = seen;
  return {
    series,
    terms,
    partition,
    first,
    last,
    checkedOn,
    runs: await runsOf(session, record, name, seen, last),
  };
}

/** Records that plans have gone through a series. */
export async function writeSeen(session: Session, record: number, seen: SeenSeries): Promise<void> {
  const { series, terms, partition, first, last, checkedOn, oldUntil } = seen;
  const name = formatSeries(series);
  const until = oldUntil < last ? oldUntil : last;
  const old = await oldDays(session, record, name, { partition, first, until });
  const runs = old.oldUntil === null ? null : old.oldRuns.join(' ');
  await session.query(
    `INSERT INTO tapehaul.seen (record, series, terms, partition, first, last, checked_on, old_until, old_runs)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (record, series) DO UPDATE SET terms = excluded.terms, partition = excluded.partition, first = excluded.first,
       last = excluded.last, checked_on = excluded.checked_on, old_until = excluded.old_until, old_runs = excluded.old_runs`,
    [record, name, terms, partition, first, last, checkedOn, old.oldUntil, runs],
  );
}

/** Forgets that plans have gone through a series. */
export async function forgetSeen(session: Session, record: number, series: SeriesParts): Promise<void> {
  await session.query('DELETE FROM tapehaul.seen WHERE record = $1 AND series = $2', [
    record,
    formatSeries(series),
  ]);
}

async function seenOf(session: Session, record: number, name: string): Promise<Seen | undefined> {
  const row = await one<Omit<Seen, 'oldRuns'> & { oldRuns: string | null }>(
    session,
    `SELECT terms, partition, first, last, checked_on AS "checkedOn", old_until AS "oldUntil", old_runs AS "oldRuns"
     FROM tapehaul.seen WHERE record = $1 AND series = $2`,
    [record, name],
  );
  if (row === undefined) return undefined;
  // Run lengths are stored as numbers between blanks.
  return { ...row, oldRuns: row.oldRuns ? row.oldRuns.split(' ').map(Number) : [] };
}

/** The states of the days of a series from the first to some day. */
async function runsOf(
  session: Session,
  record: number,
  name: string,
  { partition, first, oldUntil, oldRuns }: Pick<Seen, 'partition' | 'first' | 'oldUntil' | 'oldRuns'>,
  to: string,
): Promise<number[]> {
  const from = oldUntil === null ? first : addDays(oldUntil, 1);
  const years = await session.query<StoredYear>(
    `SELECT partition, year, cells FROM tapehaul.cells WHERE record = $1 AND series = $2 AND year >= $3 AND year <= $4
     ORDER BY partition, year`,
    [record, name, Number(from.slice(0, 4)), Number(to.slice(0, 4))],
  );
  return joinedRuns(oldRuns, runLengths(rangeCodes(years, partition, from, to)));
}

/** What is kept of the old days: as it was, where that reaches far enough, else read from the cells behind it. */
async function oldDays(
  session: Session,
  record: number,
  name: string,
  {
    partition,
    first,
    until,
  }: { readonly partition: CodesOf; readonly first: string; readonly until: string },
): Promise<Pick<Seen, 'oldUntil' | 'oldRuns'>> {
  const seen = await seenOf(session, record, name);
  const isKept = seen?.partition === partition && seen.first === first && seen.oldUntil !== null;
  const kept = isKept ? seen : { oldUntil: null, oldRuns: [] };
  if (kept.oldUntil !== null && kept.oldUntil >= until) return kept;
  if (until < first) return { oldUntil: null, oldRuns: [] };
  return {
    oldUntil: until,
    oldRuns: await runsOf(session, record, name, { partition, first, ...kept }, until),
  };
}
