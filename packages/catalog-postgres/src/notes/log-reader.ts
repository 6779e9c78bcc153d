import { LOG_LEVELS, type LogPage, type LogQuery, type LogRecord } from '@tapehaul/catalog';
import { cursorOf, likePattern, pageLimit, positionOf, type RowKey } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { type Range, readRows } from '../paging/keyset.ts';

/** A page of a run's log; one of a search may be short, or empty. */
export async function logPage(
  session: Session,
  run: number,
  runId: string,
  query: LogQuery,
): Promise<LogPage> {
  const { contains, order = 'oldest', after = 0, before, cursor } = query;
  const kind = order === 'oldest' ? 'logs' : 'newest logs';
  const reached = cursor === undefined ? undefined : Number(positionOf(kind, [0], cursor)[0]);
  const [low, high] = [after, before ?? Number.MAX_SAFE_INTEGER];
  const start = order === 'oldest' ? Math.max(low, reached ?? low) : Math.min(high, reached ?? high);
  const { rows, next } = await readRows(rangeOf(session, run, query, { low, high }), {
    after: [start, start],
    limit: pageLimit(query),
    searches: contains !== undefined,
    rowsOf: (sequences) => linesOf(session, runId, sequences, likePattern(contains)),
  });
  return { rows, next: next === undefined ? null : cursorOf(kind, [next[0]]) };
}

/** The lines of a run between two, those of each level by an index. */
function rangeOf(
  session: Session,
  run: number,
  { taskId, attempt, level = 'debug', order = 'oldest' }: LogQuery,
  { low, high }: { readonly low: number; readonly high: number },
): Range {
  const [compared, direction] = order === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
  const place = `sequence > $3 AND sequence < $4 AND sequence ${compared} $5 ORDER BY sequence ${direction} LIMIT $6`;
  const ofLevels = `SELECT line.sequence FROM generate_series($2::int, ${LOG_LEVELS.length - 1}) AS wanted (level) CROSS JOIN LATERAL (
      SELECT sequence FROM tapehaul.logs l WHERE l.run = $1 AND l.level = wanted.level AND ${place}) line
    ORDER BY sequence ${direction} LIMIT $6`;
  const ofTask = `SELECT sequence FROM tapehaul.logs WHERE run = $1 AND level >= $2 AND task_id = $7
    AND ($8::int IS NULL OR attempt = $8) AND ${place}`;
  return async (after, limit) => {
    const values = [run, LOG_LEVELS.indexOf(level), low, high, after?.[0] ?? 0, limit];
    const rows = await session.query<{ sequence: number }>(
      taskId === undefined ? ofLevels : ofTask,
      taskId === undefined ? values : [...values, taskId, attempt ?? null],
    );
    return rows.map(({ sequence }): RowKey => [sequence, sequence]);
  };
}

async function linesOf(
  session: Session,
  runId: string,
  sequences: readonly number[],
  pattern: string,
): Promise<Map<number, LogRecord>> {
  const rows = await session.query<Omit<LogRecord, 'runId' | 'level'> & { level: number }>(
    `SELECT sequence, task_id AS "taskId", attempt, at, level, message, trace_id AS "traceId", span_id AS "spanId"
     FROM tapehaul.logs WHERE sequence = ANY ($1) AND message ILIKE $2`,
    [sequences, pattern],
  );
  return new Map(
    rows.map((row) => [row.sequence, { ...row, runId, level: LOG_LEVELS[row.level] ?? 'error' }]),
  );
}
