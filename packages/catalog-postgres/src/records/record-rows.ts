import type { AbandonedRun } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import type { Database } from '../connection/database.ts';
import { type RecordServer, recordPlace } from '../connection/record-server.ts';
import { one, type Session } from '../connection/session.ts';
import { FORMAT } from '../schema/migrations.ts';

/** The record of a directory. */
export interface RecordRow {
  /** Names it in the rows of tables. */
  readonly number: number;
  readonly id: string;
  readonly format: number;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
}

const COLUMNS = `number, id, format, floor(extract(epoch FROM created_at) * 1000)::bigint AS "createdAt",
  floor(extract(epoch FROM aside_at) * 1000)::bigint AS "asideAt"`;
const RECORD = `SELECT ${COLUMNS} FROM tapehaul.records`;

/** A record that was put aside, and when, in milliseconds since 1970 UTC. */
export interface AsideRow extends RecordRow {
  readonly asideAt: number;
}

/** The record of a directory; undefined when it has none. */
export function findRecord(session: Session, root: string): Promise<RecordRow | undefined> {
  return one<RecordRow>(session, `${RECORD} WHERE root = $1 AND aside_at IS NULL`, [root]);
}

/** The records of directories, by their paths, and the schema of the database. */
export async function findRecords(
  database: Database,
  roots: readonly string[],
): Promise<{ readonly version: number; readonly found: ReadonlyMap<string, RecordRow> }> {
  const rows = await database.select<RecordRow & { root: string | null; version: number | null }>(
    `SELECT (SELECT max(version) FROM tapehaul.migrations) AS version, found.*
     FROM (VALUES (1)) one LEFT JOIN (SELECT root, ${COLUMNS} FROM tapehaul.records
       WHERE root = ANY ($1) AND aside_at IS NULL) found ON true`,
    [[...roots]],
  );
  const found = rows.flatMap(({ root, version: _, ...row }) => (root === null ? [] : [[root, row] as const]));
  return { version: rows[0]?.version ?? 0, found: new Map(found) };
}

/** The record of a directory, made when it has none. Processes that make it at once have the same. */
export async function madeRecord(session: Session, root: string): Promise<RecordRow | undefined> {
  await session.query('INSERT INTO tapehaul.records (root, format) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    root,
    FORMAT,
  ]);
  return findRecord(session, root);
}

/** The record of a directory that was put aside last. */
export function asideRecord(session: Session, root: string): Promise<AsideRow | undefined> {
  const sql = `${RECORD} WHERE root = $1 AND aside_at IS NOT NULL ORDER BY records.aside_at DESC, number DESC LIMIT 1`;
  return one<AsideRow>(session, sql, [root]);
}

/** Puts the record of a directory aside. */
export async function putAside(session: Session, root: string): Promise<void> {
  await session.query('UPDATE tapehaul.records SET aside_at = now() WHERE root = $1 AND aside_at IS NULL', [
    root,
  ]);
}

/** Throws a TapehaulError `catalog_malformed` for a record whose rows are not as any tapehaul writes them. */
export function checkRecord(server: RecordServer, root: string, { format }: RecordRow): void {
  if (format === FORMAT) return;
  const place = recordPlace(server, root);
  const reason = `its format is ${format}, expected ${FORMAT}`;
  throw new TapehaulError('catalog_malformed', `the record of ${place} is malformed: ${reason}`, {
    facts: { ...server.facts, directory: root, format },
    hint: `The data files are not affected. Rebuild the record from them: tapehaul repair ${root}`,
  });
}

/** Whether the counts of each run of a record are those of a recount. Reads all of its tasks. */
export async function isSound(session: Session, record: number): Promise<boolean> {
  const found = await one<{ wrong: boolean }>(
    session,
    `SELECT EXISTS (SELECT 1 FROM tapehaul.runs r WHERE r.record = $1
       AND (SELECT count(*) FROM tapehaul.tasks t WHERE t.run = r.id) <> (SELECT coalesce(sum(n.tasks), 0)
         FROM tapehaul.counts n JOIN tapehaul.classes c ON c.id = n.class WHERE c.run = r.id)) AS wrong`,
    [record],
  );
  return found?.wrong !== true;
}

/** The directory whose record has a run: the newest one, where several have a run of that id. */
export async function rootOfRun(session: Session, runId: string): Promise<string | undefined> {
  const found = await one<{ root: string }>(
    session,
    `SELECT k.root FROM tapehaul.runs r JOIN tapehaul.records k ON k.number = r.record
     WHERE r.run_id = $1 AND k.aside_at IS NULL ORDER BY k.number DESC LIMIT 1`,
    [runId],
  );
  return found?.root;
}

/** The runs that have not ended and whose owner has let its lease run out. */
export function abandonedRuns(session: Session): Promise<AbandonedRun[]> {
  return session.query<AbandonedRun>(
    `SELECT k.root, r.run_id AS "runId" FROM tapehaul.runs r JOIN tapehaul.records k ON k.number = r.record
     WHERE r.ended_at IS NULL AND r.lease_until <= now() AND k.aside_at IS NULL ORDER BY r.id`,
  );
}
