import { dayKeys, formatSeries } from '@tapehaul/archive';
import type { Hole } from '@tapehaul/catalog';
import { explainedHole, type HoleTask, type UnexplainedHole } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';
import { STATES_OF_TASKS } from '../tasks/stored-task.ts';

interface GapRow {
  readonly place: number;
  readonly runId: string;
  readonly reason: string;
  readonly likely: string | null;
}

/** Holes with what runs found out of their first days, the latest run first: two statements for all of them. */
export async function explainedHoles(
  session: Session,
  record: number,
  holes: readonly UnexplainedHole[],
): Promise<Hole[]> {
  if (holes.length === 0) return [];
  const gaps = await gapsOf(session, record, holes);
  const tasks = await latestTasks(
    session,
    record,
    holes.flatMap(({ series, first }) => dayKeys(series, first)),
  );
  return holes.map((hole, place) =>
    explainedHole(hole, { gapOn: () => gaps.get(place), taskOf: (taskId) => tasks.get(taskId) }),
  );
}

async function gapsOf(
  session: Session,
  record: number,
  holes: readonly UnexplainedHole[],
): Promise<Map<number, GapRow>> {
  const given = unnested(
    holes.map((hole, place) => ({ ...hole, place })),
    [
      ['place', 'int', (it) => it.place],
      ['series', 'text', (it) => formatSeries(it.series)],
      ['day', 'text', (it) => it.first],
      ['verdict', 'text', (it) => it.state],
    ],
    1,
  );
  const rows = await session.query<GapRow>(
    `SELECT given.place, found.* FROM ${given.sql} CROSS JOIN LATERAL (
       SELECT r.run_id AS "runId", g.reason, g.likely FROM tapehaul.runs r JOIN tapehaul.gaps g ON g.run = r.id
         AND g.series = given.series AND g.first <= given.day AND g.last >= given.day AND g.verdict = given.verdict
       WHERE r.record = $1::int ORDER BY r.id DESC LIMIT 1) found`,
    [record, ...given.values],
  );
  return new Map(rows.map((row) => [row.place, row]));
}

async function latestTasks(
  session: Session,
  record: number,
  keys: readonly string[],
): Promise<Map<string, HoleTask>> {
  const rows = await session.query<HoleTask>(
    `SELECT found.* FROM unnest($2::text[]) AS wanted (key) CROSS JOIN LATERAL (
       SELECT r.run_id AS "runId", t.task_id AS "taskId", c.error_code AS "errorCode",
         coalesce(o.error_message, p.error_message) AS "errorMessage"
       FROM tapehaul.runs r JOIN (${STATES_OF_TASKS}) ON t.run = r.id AND t.task_id = wanted.key
       WHERE r.record = $1 ORDER BY r.id DESC LIMIT 1) found`,
    [record, keys],
  );
  return new Map(rows.map((row) => [row.taskId, row]));
}
