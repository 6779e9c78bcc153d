import { formatSeries } from '@tapehaul/archive';
import {
  type ChangeRecord,
  type GapRecord,
  LOG_LEVELS,
  type NewLog,
  type VersionRecord,
} from '@tapehaul/catalog';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';
import { lockRun } from '../tasks/plan-rows.ts';

/** Writes lines of the logs of runs, in their order. Who follows a log by its numbers misses none: the runs' other writers wait. */
export async function writeLogs(
  session: Session,
  lines: readonly { readonly run: number; readonly line: NewLog }[],
): Promise<void> {
  if (lines.length === 0) return;
  const runs = [...new Set(lines.map(({ run }) => run))].sort((a, b) => a - b);
  for (const run of runs) await lockRun(session, run);
  const given = unnested(lines, [
    ['run', 'bigint', ({ run }) => run],
    ['task_id', 'text', ({ line }) => line.taskId],
    ['attempt', 'int', ({ line }) => line.attempt],
    ['at', 'bigint', ({ line }) => Math.trunc(line.at)],
    ['level', 'smallint', ({ line }) => LOG_LEVELS.indexOf(line.level)],
    ['message', 'text', ({ line }) => line.message],
    ['trace_id', 'text', ({ line }) => line.traceId ?? null],
    ['span_id', 'text', ({ line }) => line.spanId ?? null],
  ]);
  await session.query(
    `INSERT INTO tapehaul.logs (${given.names}) SELECT ${given.names} FROM ${given.sql}`,
    given.values,
  );
}

/** Writes a former version of an object. */
export async function writeVersion(
  session: Session,
  record: number,
  run: number,
  { key, path, bytes, sha256, etag, lastModified, supersededAt }: VersionRecord,
): Promise<void> {
  await session.query(
    `INSERT INTO tapehaul.versions (record, key, path, bytes, sha256, etag, last_modified, run, superseded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [record, key, path, bytes, sha256, etag, lastModified, run, Math.trunc(supersededAt)],
  );
}

/** Writes what a run found to have changed at the source. */
export async function writeChange(
  session: Session,
  record: number,
  run: number,
  { kind, key, at, facts }: ChangeRecord,
): Promise<void> {
  await session.query(
    'INSERT INTO tapehaul.changes (record, run, kind, key, at, facts) VALUES ($1, $2, $3, $4, $5, $6)',
    [record, run, kind, key, Math.trunc(at), JSON.stringify(facts ?? null)],
  );
}

/** Writes gaps of runs; the same span with the same verdict is one gap, with the reason that comes last. */
export async function writeGaps(
  session: Session,
  gaps: readonly { readonly run: number; readonly gap: GapRecord }[],
): Promise<void> {
  const last = new Map(
    gaps.map((it) => [
      [it.run, formatSeries(it.gap.series), it.gap.first, it.gap.last, it.gap.verdict].join(' '),
      it,
    ]),
  );
  if (last.size === 0) return;
  const given = unnested(
    [...last.values()],
    [
      ['run', 'bigint', ({ run }) => run],
      ['series', 'text', ({ gap }) => formatSeries(gap.series)],
      ['first', 'text', ({ gap }) => gap.first],
      ['last', 'text', ({ gap }) => gap.last],
      ['verdict', 'text', ({ gap }) => gap.verdict],
      ['reason', 'text', ({ gap }) => gap.reason],
      ['likely', 'text', ({ gap }) => gap.likely],
    ],
  );
  await session.query(
    `INSERT INTO tapehaul.gaps (${given.names}) SELECT ${given.names} FROM ${given.sql}
     ON CONFLICT (run, series, first, last, verdict) DO UPDATE SET reason = excluded.reason, likely = excluded.likely`,
    given.values,
  );
}
