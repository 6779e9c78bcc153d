/** Records, their runs and what runs found out. A record is that of its directory until it is put aside. */
export const SCHEMA_1_RUNS = `
CREATE TABLE tapehaul.records (
  number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  root text COLLATE "C" NOT NULL,
  format int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  aside_at timestamptz
);
CREATE UNIQUE INDEX records_root ON tapehaul.records (root) WHERE aside_at IS NULL;

CREATE TABLE tapehaul.runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record int NOT NULL REFERENCES tapehaul.records (number) ON DELETE CASCADE,
  run_id text COLLATE "C" NOT NULL,
  flow text NOT NULL,
  state text NOT NULL,
  parameters text NOT NULL,
  parent_run_id text,
  tags text NOT NULL,
  started_at bigint NOT NULL,
  planned_at bigint,
  ended_at bigint,
  owner uuid,
  owner_host text NOT NULL,
  owner_pid int NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  lease_until timestamptz NOT NULL,
  request text,
  resumes int NOT NULL DEFAULT 0,
  traceparent text,
  result text,
  UNIQUE (run_id, record)
);
CREATE INDEX runs_listed ON tapehaul.runs (record, id);
CREATE INDEX runs_open ON tapehaul.runs (record, id) WHERE ended_at IS NULL;

CREATE TABLE tapehaul.run_states (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  state text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX run_states_run ON tapehaul.run_states (run, id);

CREATE TABLE tapehaul.logs (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  task_id text COLLATE "C",
  attempt int,
  at bigint NOT NULL,
  level smallint NOT NULL,
  message text NOT NULL,
  trace_id text,
  span_id text
);
CREATE INDEX logs_level ON tapehaul.logs (run, level, sequence);
CREATE INDEX logs_task ON tapehaul.logs (run, task_id, sequence) WHERE task_id IS NOT NULL;

CREATE TABLE tapehaul.versions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record int NOT NULL,
  key text COLLATE "C" NOT NULL,
  path text,
  bytes bigint NOT NULL,
  sha256 text,
  etag text,
  last_modified text,
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  superseded_at bigint NOT NULL
);
CREATE INDEX versions_listed ON tapehaul.versions (record, id);
CREATE INDEX versions_key ON tapehaul.versions (record, key, id);

CREATE TABLE tapehaul.changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record int NOT NULL,
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  kind text NOT NULL,
  key text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  facts text NOT NULL
);
CREATE INDEX changes_run ON tapehaul.changes (run, id);
CREATE INDEX changes_key ON tapehaul.changes (record, key, id);

CREATE TABLE tapehaul.gaps (
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  series text COLLATE "C" NOT NULL,
  first text COLLATE "C" NOT NULL,
  last text COLLATE "C" NOT NULL,
  verdict text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  likely text,
  PRIMARY KEY (run, series, first, last, verdict)
);`;
