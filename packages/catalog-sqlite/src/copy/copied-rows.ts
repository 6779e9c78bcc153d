import type { CopiedTable } from '@tapehaul/catalog';

/** How the rows of a table are read for a copy: all of its columns, under the names that every kind of record gives them. */
interface CopiedRows {
  readonly select: string;
  readonly order: string;
}

const of = (table: CopiedTable, order: string, columns = '*'): CopiedRows => ({
  select: `SELECT ${columns} FROM ${table}`,
  order,
});

const TASK = 'run, number';

/** Tasks alike of a batch (0 for none), counted where they stand. */
const COUNTS = `SELECT coalesce(outcomes.class, progress.class, tasks.class) AS class, ifnull(tasks.batch, 0) AS batch,
    count(*) AS tasks, sum(ifnull(coalesce(outcomes.bytes, progress.bytes, tasks.bytes), 0)) AS bytes
  FROM tasks LEFT JOIN outcomes ON outcomes.run = tasks.run AND outcomes.number = tasks.number
    LEFT JOIN progress ON progress.run = tasks.run AND progress.number = tasks.number GROUP BY 1, 2`;

/** How the rows of each table are read. */
export const COPIED_ROWS: Readonly<Record<CopiedTable, CopiedRows>> = {
  runs: of('runs', 'id', '*, wish AS request'),
  run_states: of('run_states', 'id'),
  classes: of('classes', 'id'),
  batches: of('batches', TASK),
  tasks: of('tasks', TASK),
  progress: of('progress', TASK),
  outcomes: of('outcomes', TASK),
  attempts: of('attempts', `${TASK}, attempt`),
  counts: { select: COUNTS, order: 'class, batch' },
  timeline: of('timeline', 'run, unit, slot, state'),
  activity: of('activity', 'run, name, unit, slot'),
  logs: of('logs', 'sequence'),
  objects: of(
    'objects',
    'key',
    `key, path, bytes, mtime_ms, sha256, iif(accepted, 'accepted', proof) AS proof, iif(deep, 'deep', 'published') AS depth,
     etag, last_modified, series, partition, period, run, recorded_at`,
  ),
  coverage: of('coverage', 'series, partition'),
  versions: of('versions', 'id'),
  changes: of('changes', 'id'),
  gaps: of('gaps', 'run, series, first, last, verdict'),
  disputes: of('disputes', 'key'),
  cells: of('cells', 'series, partition, year'),
  seen: of('seen', 'series'),
  partitions: of('partitions', 'id'),
  row_findings: of('row_findings', 'series, day, partition, place'),
};
