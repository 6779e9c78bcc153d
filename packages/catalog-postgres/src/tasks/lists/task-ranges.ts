import type { TaskQuery } from '@tapehaul/catalog';
import { type BegunOrder, type RowKey, SCHEDULED, type SeenClass } from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';
import type { Range } from '../../paging/keyset.ts';
import { STANDS_AS_PLANNED } from '../stored-task.ts';
import { untouchedBehind } from './untouched-tasks.ts';

/** Orders in which tasks are listed. */
export type TaskOrder = NonNullable<TaskQuery['order']>;

/** All tasks of a run, as planned. */
export function rangeOfRun(session: Session, run: number): Range {
  return async (after, limit) => {
    const rows = await session.query<{ number: number }>(
      'SELECT number FROM tapehaul.tasks WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3',
      [run, after?.[0] ?? 0, limit],
    );
    return rows.map(({ number }) => [number, number]);
  };
}

/** The tasks of those classes of a run in an order, as one range: a few rows of each class, by an index. */
export function rangeOfClasses(
  session: Session,
  run: number,
  classes: readonly SeenClass[],
  order: TaskOrder,
): Range {
  if (classes.length === 0) return async () => [];
  return order === 'planned' ? planned(session, run, classes) : begun(session, classes, order);
}

const EACH_CLASS = 'unnest($1::bigint[]) AS wanted (id) CROSS JOIN LATERAL';

function planned(session: Session, run: number, classes: readonly SeenClass[]): Range {
  const ids = classes.map(({ id }) => id);
  const scheduled = classes.filter(({ state }) => state === SCHEDULED);
  const of = (table: string, where = ''): string =>
    `SELECT place.number FROM ${EACH_CLASS} (SELECT t.number FROM tapehaul.${table} t
       WHERE t.class = wanted.id AND t.number > $2 ${where} ORDER BY t.number LIMIT $3) place`;
  const sql = `${of('outcomes')} UNION ALL ${of('progress')} UNION ALL ${of('tasks', `AND ${STANDS_AS_PLANNED}`)}
    ORDER BY number LIMIT $3`;
  return async (after = [0, 0], limit) => {
    const moved = await session.query<{ number: number }>(sql, [ids, after[0], limit]);
    const untouched = await untouchedBehind(session, run, scheduled, after[0], limit);
    return [...moved.map(({ number }) => number), ...untouched]
      .sort((a, b) => a - b)
      .slice(0, limit)
      .map((number) => [number, number]);
  };
}

function begun(session: Session, classes: readonly SeenClass[], order: BegunOrder): Range {
  const recorded = classes.filter(({ crashedAt }) => crashedAt === null).map(({ id }) => id);
  const crashed = classes.filter(({ crashedAt }) => crashedAt !== null);
  const [crashedAt = 0] = crashed.flatMap((it) => it.crashedAt ?? []);
  const of = (table: string, key: string, isPlaced: string, ids: string): string =>
    `SELECT place.key, place.number FROM unnest(${ids}::bigint[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT ${key} AS key, number FROM tapehaul.${table} WHERE class = wanted.id AND ${isPlaced} IS NOT NULL
         AND (${key}, number) < ($3, $4) ORDER BY ${key} DESC, number DESC LIMIT $5) place`;
  const ofOutcomes =
    order === 'latest'
      ? of('outcomes', 'updated_at', 'started_at', '$1')
      : of('outcomes', 'duration_ms', 'duration_ms', '$1');
  const ofProgress =
    order === 'latest' ? ` UNION ALL ${of('progress', 'updated_at', 'started_at', '$1')}` : '';
  // Tasks that have crashed and are not marked so yet: few, so that no index has to hold their places.
  const ended = 'greatest(updated_at, $6::bigint)';
  const ofCrashed = of(
    'progress',
    order === 'latest' ? ended : `(${ended} - started_at)`,
    'started_at',
    '$2',
  );
  const sql = `${ofOutcomes}${ofProgress} UNION ALL ${ofCrashed} ORDER BY key DESC, number DESC LIMIT $5`;
  return async (after = BEFORE_ALL, limit) => {
    const rows = await session.query<{ key: number; number: number }>(sql, [
      recorded,
      crashed.map(({ id }) => id),
      ...after,
      limit,
      crashedAt,
    ]);
    return rows.map(({ key, number }): RowKey => [key, number]);
  };
}

const BEFORE_ALL: RowKey = [Number.MAX_SAFE_INTEGER, 0];
