/**
 * A planned task stays as it is planned, done or not, in a batch with its neighbours. What has begun has a row in `progress`, and what
 * has ended one in `outcomes`, which is inserted once; a task that is done again moves back to `progress`. The state of a
 * task is that of its outcome, else of its progress, else that of its plan.
 */
export const SCHEMA_5 = `
DROP VIEW task_list;
DROP INDEX tasks_id;
DROP INDEX tasks_planned;
DROP INDEX tasks_latest;
DROP INDEX tasks_slowest;
ALTER TABLE tasks RENAME TO old_tasks;

CREATE TABLE batches (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  open INTEGER NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 0,
  holder TEXT,
  held_until INTEGER,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  task_id TEXT NOT NULL,
  input TEXT,
  class INTEGER NOT NULL,
  batch INTEGER,
  done INTEGER NOT NULL DEFAULT 0,
  planned_at INTEGER NOT NULL,
  bytes INTEGER,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE progress (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  class INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  earlier INTEGER NOT NULL,
  started_at INTEGER,
  attempt_at INTEGER,
  updated_at INTEGER NOT NULL,
  retry_at INTEGER,
  bytes INTEGER,
  engine TEXT,
  error_message TEXT,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  class INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  earlier INTEGER NOT NULL,
  started_at INTEGER,
  updated_at INTEGER NOT NULL,
  duration_ms INTEGER,
  bytes INTEGER,
  engine TEXT,
  error_message TEXT,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO classes (run, name, state, phase, error_code)
  SELECT DISTINCT run, name, 'Scheduled', 'waiting', NULL FROM classes ORDER BY id;

CREATE TEMP TABLE stood AS
  SELECT old_tasks.run, number, classes.name, scheduled.id AS scheduled,
    CASE WHEN classes.phase = 'final'
           THEN iif(attempts = 0 AND started_at IS NULL AND updated_at = planned_at AND classes.error_code IS NULL,
             'done', 'outcome')
         WHEN classes.id = scheduled.id AND attempts = 0 AND started_at IS NULL AND attempt_at IS NULL
           AND updated_at = planned_at THEN 'planned'
         ELSE 'progress' END AS stands,
    (number - 1) / 1000 + 1 AS part
  FROM old_tasks JOIN classes ON classes.id = class
    JOIN classes AS scheduled ON scheduled.run = old_tasks.run AND scheduled.name = classes.name
      AND scheduled.state = 'Scheduled' AND scheduled.phase = 'waiting' AND scheduled.error_code IS NULL;
CREATE UNIQUE INDEX temp.stood_place ON stood (run, number);

CREATE TEMP TABLE parts AS
  SELECT run, row_number() OVER (PARTITION BY run ORDER BY part, min(number)) AS batch, part, name, min(number) AS first,
    max(number) AS last, sum(stands IN ('planned', 'progress')) AS open
  FROM stood GROUP BY run, part, name;
CREATE UNIQUE INDEX temp.parts_alike ON parts (run, part, name);

INSERT INTO batches (run, number, name, first, last, open) SELECT run, batch, name, first, last, open FROM parts;
INSERT INTO tasks (run, number, task_id, input, class, batch, done, planned_at, bytes)
  SELECT run, number, task_id, input, iif(stands = 'done', class, scheduled), batch, stands = 'done', planned_at, bytes
  FROM old_tasks JOIN stood USING (run, number) JOIN parts USING (run, part, name) ORDER BY run, number;
INSERT INTO progress (run, number, class, attempts, earlier, started_at, attempt_at, updated_at, retry_at, bytes, engine,
    error_message)
  SELECT run, number, class, attempts, earlier, started_at, attempt_at, updated_at, retry_at, bytes, engine,
    error_message
  FROM old_tasks JOIN stood USING (run, number) WHERE stands = 'progress' ORDER BY run, number;
INSERT INTO outcomes (run, number, class, attempts, earlier, started_at, updated_at, duration_ms, bytes, engine,
    error_message)
  SELECT run, number, class, attempts, earlier, started_at, updated_at, duration_ms, bytes, engine, error_message
  FROM old_tasks JOIN stood USING (run, number) WHERE stands = 'outcome' ORDER BY run, number;
DROP TABLE parts;
DROP TABLE stood;
DROP TABLE old_tasks;

CREATE INDEX batches_open ON batches (run, name, number) WHERE open > 0;
CREATE UNIQUE INDEX tasks_id ON tasks (run, task_id);
CREATE INDEX tasks_done ON tasks (class, number) WHERE done = 1;
CREATE INDEX progress_planned ON progress (class, number);
CREATE INDEX progress_latest ON progress (class, updated_at, number) WHERE started_at IS NOT NULL;
CREATE INDEX outcomes_planned ON outcomes (class, number);
CREATE INDEX outcomes_latest ON outcomes (class, updated_at, number) WHERE started_at IS NOT NULL;
CREATE INDEX outcomes_slowest ON outcomes (class, duration_ms, number) WHERE duration_ms IS NOT NULL;

CREATE VIEW task_list AS
  SELECT runs.run_id, tasks.number, task_id, name, classes.state, phase,
    coalesce(outcomes.attempts, progress.attempts, 0) AS attempts,
    coalesce(outcomes.bytes, progress.bytes, tasks.bytes) AS bytes,
    coalesce(outcomes.engine, progress.engine) AS engine, error_code,
    coalesce(outcomes.error_message, progress.error_message) AS error_message, tasks.planned_at,
    coalesce(outcomes.started_at, progress.started_at) AS started_at,
    coalesce(outcomes.updated_at, progress.updated_at, tasks.planned_at) AS updated_at, outcomes.duration_ms
  FROM tasks LEFT JOIN outcomes ON outcomes.run = tasks.run AND outcomes.number = tasks.number
    LEFT JOIN progress ON progress.run = tasks.run AND progress.number = tasks.number
    CROSS JOIN classes ON classes.id = coalesce(outcomes.class, progress.class, tasks.class)
    JOIN runs ON runs.id = tasks.run;
`;
