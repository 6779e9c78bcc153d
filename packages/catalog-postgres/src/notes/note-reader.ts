import { formatSeries, seriesParts } from '@tapehaul/archive';
import type { ChangeRecord, GapRecord, MissingObject, VersionRecord } from '@tapehaul/catalog';
import { one, type Session } from '../connection/session.ts';
import { STATES_OF_TASKS } from '../tasks/stored-task.ts';

/** Rows of a list, and the id of the last of them. */
export interface NumberedRows<Row> {
  readonly rows: Row[];
  readonly last: number | undefined;
}

const CHANGE = `SELECT n.id, r.run_id AS "runId", n.kind, n.key, n.at, n.facts FROM tapehaul.changes n
  JOIN tapehaul.runs r ON r.id = n.run`;
type ChangeRow = Omit<ChangeRecord, 'facts'> & { readonly id: number; readonly facts: string };

/** The gaps of a run behind one, in the order of the names of series, and of days. */
export async function gapsBehind(
  session: Session,
  run: number,
  after: GapRecord | undefined,
  limit: number,
): Promise<GapRecord[]> {
  const { first = '', last = '', verdict = '' } = after ?? {};
  const rows = await session.query<Omit<GapRecord, 'series'> & { series: string }>(
    `SELECT series, first, last, verdict, reason, likely FROM tapehaul.gaps
     WHERE run = $1 AND (series, first, last, verdict) > ($2, $3, $4, $5) ORDER BY series, first, last, verdict LIMIT $6`,
    [run, after === undefined ? '' : formatSeries(after.series), first, last, verdict, limit],
  );
  return rows.map((row) => ({ ...row, series: seriesParts(row.series) }));
}

/** What a run found to have changed, behind an id. */
export async function changesBehind(
  session: Session,
  run: number,
  after: number | undefined,
  limit: number,
): Promise<NumberedRows<ChangeRecord>> {
  const rows = await session.query<ChangeRow>(
    `${CHANGE} WHERE n.run = $1 AND n.id > $2 ORDER BY n.id LIMIT $3`,
    [run, after ?? 0, limit],
  );
  return { rows: rows.map(changeRecord), last: rows.at(-1)?.id };
}

/** What was last found to have changed of an object. */
export async function lastChange(
  session: Session,
  record: number,
  key: string,
): Promise<ChangeRecord | undefined> {
  const sql = `${CHANGE} WHERE n.record = $1 AND n.key = $2 ORDER BY n.id DESC LIMIT 1`;
  const row = await one<ChangeRow>(session, sql, [record, key]);
  return row && changeRecord(row);
}

/** Former versions of an object, or of all, before an id, the newest first. */
export async function versionsBefore(
  session: Session,
  record: number,
  key: string | undefined,
  before: number | undefined,
  limit: number,
): Promise<NumberedRows<VersionRecord>> {
  const rows = await session.query<VersionRecord & { id: number }>(
    `SELECT v.id, v.key, v.path, v.bytes, v.sha256, v.etag, v.last_modified AS "lastModified", r.run_id AS "runId",
       v.superseded_at AS "supersededAt"
     FROM tapehaul.versions v JOIN tapehaul.runs r ON r.id = v.run
     WHERE v.record = $1 AND v.id < $2 AND ($3::text IS NULL OR v.key = $3) ORDER BY v.id DESC LIMIT $4`,
    [record, before ?? Number.MAX_SAFE_INTEGER, key ?? null, limit],
  );
  return { rows: rows.map(({ id: _, ...row }) => row), last: rows.at(-1)?.id };
}

/** Whether a run found that its source does not have an object. */
export async function wasMissing(
  session: Session,
  run: number,
  { taskId, state, series, day }: MissingObject,
): Promise<boolean> {
  const row = await one<{ missing: boolean }>(
    session,
    `SELECT EXISTS (SELECT 1 FROM ${STATES_OF_TASKS} WHERE t.run = $1 AND t.task_id = $2 AND c.state = $3)
       OR EXISTS (SELECT 1 FROM tapehaul.gaps WHERE run = $1 AND series = $4 AND first <= $5 AND last >= $5) AS missing`,
    [run, taskId, state, formatSeries(series), day],
  );
  return row?.missing === true;
}

function changeRecord({ id: _, facts, ...row }: ChangeRow): ChangeRecord {
  return { ...row, facts: JSON.parse(facts) };
}
