/**
 * Runs and tasks get numbers. Tasks of a run that are alike in name, state, phase and error code are a class,
 * which counts them; the order of every list of tasks is an index by class. Of what the first schema did not
 * have, nothing is made up: what its runs planned is taken for files of the archive.
 */
export const SCHEMA_2 = `
ALTER TABLE runs RENAME TO old_runs;
ALTER TABLE tasks RENAME TO old_tasks;
ALTER TABLE objects RENAME TO old_objects;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  flow TEXT NOT NULL,
  state TEXT NOT NULL,
  parameters TEXT NOT NULL,
  parent_run_id TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  started_at INTEGER NOT NULL,
  planned_at INTEGER,
  ended_at INTEGER,
  owner_pid INTEGER NOT NULL,
  owner_host TEXT NOT NULL,
  owner_boot TEXT,
  heartbeat_at INTEGER NOT NULL,
  wish TEXT,
  resumes INTEGER NOT NULL DEFAULT 0,
  traceparent TEXT,
  result TEXT
) STRICT;
CREATE INDEX runs_open ON runs (id) WHERE ended_at IS NULL;

CREATE TABLE run_states (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX run_states_run ON run_states (run);

CREATE TABLE classes (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('waiting', 'running', 'final')),
  error_code TEXT,
  tasks INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX classes_alike ON classes (run, name, state, phase, ifnull(error_code, ''));

CREATE TABLE tasks (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  task_id TEXT NOT NULL,
  input TEXT,
  class INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  earlier INTEGER NOT NULL DEFAULT 0,
  planned_at INTEGER NOT NULL,
  started_at INTEGER,
  attempt_at INTEGER,
  updated_at INTEGER NOT NULL,
  duration_ms INTEGER,
  retry_at INTEGER,
  bytes INTEGER,
  engine TEXT,
  error_message TEXT,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tasks_id ON tasks (run, task_id);

CREATE TABLE attempts (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  class INTEGER NOT NULL,
  error_message TEXT,
  PRIMARY KEY (run, number, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE timeline (
  run INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  state TEXT NOT NULL,
  tasks INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (run, unit, slot, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE logs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  task_id TEXT,
  attempt INTEGER,
  at INTEGER NOT NULL,
  level INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX logs_level ON logs (run, level, sequence);
CREATE INDEX logs_task ON logs (run, task_id, sequence) WHERE task_id IS NOT NULL;

CREATE TABLE objects (
  key TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  mtime_ms REAL NOT NULL,
  sha256 TEXT,
  proof TEXT NOT NULL CHECK (proof IN ('sidecar', 'none')),
  etag TEXT,
  last_modified TEXT,
  series TEXT,
  partition TEXT,
  period TEXT,
  run INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX objects_run ON objects (run, key);
CREATE INDEX objects_series ON objects (series, partition, period, key) WHERE series IS NOT NULL;

CREATE TABLE coverage (
  series TEXT NOT NULL,
  partition TEXT NOT NULL,
  objects INTEGER NOT NULL,
  proved INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (series, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  path TEXT,
  bytes INTEGER NOT NULL,
  sha256 TEXT,
  etag TEXT,
  last_modified TEXT,
  run INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX versions_key ON versions (key);

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL
) STRICT;
CREATE INDEX changes_run ON changes (run);
CREATE INDEX changes_key ON changes (key);

CREATE TABLE gaps (
  run INTEGER NOT NULL,
  series TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  likely TEXT,
  PRIMARY KEY (run, series, first, last, verdict)
) STRICT, WITHOUT ROWID;

INSERT INTO runs (run_id, flow, state, parameters, started_at, planned_at, ended_at, owner_pid, owner_host,
    heartbeat_at, result)
  SELECT run_id, flow, state, parameters, started_at,
    iif(ended_at IS NULL OR state IN ('Crashed', 'Cancelled', 'Failed'), NULL, started_at), ended_at,
    owner_pid, owner_host, heartbeat_at, result
  FROM old_runs ORDER BY started_at, run_id;
INSERT INTO run_states (run, state, at)
  SELECT id, 'Running', started_at FROM runs
  UNION ALL SELECT id, state, ended_at FROM runs WHERE ended_at IS NOT NULL;

CREATE TEMP TABLE moved AS
  SELECT runs.id AS run, runs.started_at AS planned_at,
    row_number() OVER (PARTITION BY runs.id ORDER BY task_id) AS number, old_tasks.*,
    CASE WHEN final = 1 THEN 'final' WHEN old_tasks.state IN ('Running', 'Retrying', 'Cancelling')
      THEN 'running' ELSE 'waiting' END AS phase
  FROM old_tasks JOIN runs USING (run_id);
INSERT INTO classes (run, name, state, phase, error_code, tasks)
  SELECT run, 'download-archive-file', state, phase, error_code, count(*)
  FROM moved GROUP BY run, state, phase, error_code;
INSERT INTO tasks (run, number, task_id, input, class, attempts, planned_at, attempt_at, updated_at, error_message)
  SELECT moved.run, number, task_id, input, classes.id, attempts, min(planned_at, updated_at),
    iif(moved.phase = 'running', updated_at, NULL), updated_at, error_message
  FROM moved JOIN classes ON classes.run = moved.run AND classes.state = moved.state
    AND classes.phase = moved.phase AND classes.error_code IS moved.error_code
  ORDER BY moved.run, number;
INSERT INTO timeline (run, unit, slot, state, tasks, bytes)
  SELECT run, unit, updated_at / unit, state, count(*), 0
  FROM moved, (SELECT 1000 AS unit UNION ALL SELECT 60000)
  WHERE phase = 'final' GROUP BY run, unit, updated_at / unit, state;
DROP TABLE moved;

INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, run, recorded_at)
  SELECT key, path, bytes, mtime_ms, sha256, proof, etag, runs.id, recorded_at
  FROM old_objects JOIN runs USING (run_id) ORDER BY key;

DROP TABLE old_objects;
DROP TABLE old_tasks;
DROP TABLE old_runs;

CREATE INDEX tasks_planned ON tasks (class, number);
CREATE INDEX tasks_latest ON tasks (class, updated_at, number) WHERE started_at IS NOT NULL;
CREATE INDEX tasks_slowest ON tasks (class, duration_ms, number) WHERE duration_ms IS NOT NULL;

CREATE VIEW task_list AS
  SELECT runs.run_id, number, task_id, name, classes.state, phase, attempts, tasks.bytes, engine, error_code,
    error_message, tasks.planned_at, tasks.started_at, updated_at, duration_ms
  FROM tasks JOIN classes ON classes.id = class JOIN runs ON runs.id = tasks.run;
`;
