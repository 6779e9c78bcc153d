/**
 * The plan of a run, in batches, and where its tasks stand. A planned row is never updated: what has begun has a row in `progress`, what
 * has ended one in `outcomes`, which is inserted once. Tasks that are alike are of one class; they are counted by batch (0 for
 * those of none), so that workers on different batches never wait for each other; what ends in the same second is added up in lanes, of which each
 * transaction takes one. `changes` counts the transactions that have moved tasks of a
 * batch: who knows what stood there by one of its numbers knows what stands there as long as it is the same. A first attempt that ended with the
 * outcome of its task has no row in `attempts`: the outcome says all of it.
 */
export const SCHEMA_1_TASKS = `
CREATE TABLE tapehaul.classes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  name text NOT NULL,
  state text NOT NULL,
  phase text NOT NULL CHECK (phase IN ('waiting', 'running', 'final')),
  error_code text
);
CREATE UNIQUE INDEX classes_alike ON tapehaul.classes (run, name, state, phase, coalesce(error_code, ''));

CREATE TABLE tapehaul.counts (
  class bigint NOT NULL,
  batch int NOT NULL,
  tasks bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (class, batch)
) WITH (fillfactor = 50);

CREATE TABLE tapehaul.batches (
  run bigint NOT NULL REFERENCES tapehaul.runs (id) ON DELETE CASCADE,
  number int NOT NULL,
  name text NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  open int NOT NULL,
  epoch int NOT NULL DEFAULT 0,
  holder text,
  held_until timestamptz,
  worker text,
  losses int NOT NULL DEFAULT 0,
  failure text,
  summary text,
  changes int NOT NULL DEFAULT 0,
  PRIMARY KEY (run, number)
) WITH (fillfactor = 50);
CREATE INDEX batches_open ON tapehaul.batches (run, name, number) WHERE open > 0;

CREATE TABLE tapehaul.tasks (
  run bigint NOT NULL,
  number bigint NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  input text,
  class bigint NOT NULL,
  batch int,
  done boolean NOT NULL,
  planned_at bigint NOT NULL,
  bytes bigint,
  PRIMARY KEY (run, number)
);
CREATE UNIQUE INDEX tasks_id ON tapehaul.tasks (run, task_id);
CREATE INDEX tasks_done ON tapehaul.tasks (class, number) WHERE done;

CREATE TABLE tapehaul.progress (
  run bigint NOT NULL,
  number bigint NOT NULL,
  class bigint NOT NULL,
  attempts int NOT NULL,
  earlier int NOT NULL,
  started_at bigint,
  attempt_at bigint,
  updated_at bigint NOT NULL,
  retry_at bigint,
  bytes bigint,
  engine text,
  error_message text,
  PRIMARY KEY (run, number)
);
CREATE INDEX progress_planned ON tapehaul.progress (class, number);

CREATE TABLE tapehaul.outcomes (
  run bigint NOT NULL,
  number bigint NOT NULL,
  class bigint NOT NULL,
  attempts int NOT NULL,
  earlier int NOT NULL,
  started_at bigint,
  updated_at bigint NOT NULL,
  duration_ms bigint,
  bytes bigint,
  engine text,
  error_message text,
  PRIMARY KEY (run, number)
);
CREATE INDEX outcomes_planned ON tapehaul.outcomes (class, number);
CREATE INDEX outcomes_latest ON tapehaul.outcomes (class, updated_at, number) WHERE started_at IS NOT NULL;
CREATE INDEX outcomes_slowest ON tapehaul.outcomes (class, duration_ms, number) WHERE duration_ms IS NOT NULL;

CREATE TABLE tapehaul.attempts (
  run bigint NOT NULL,
  number bigint NOT NULL,
  attempt int NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  class bigint NOT NULL,
  error_message text,
  PRIMARY KEY (run, number, attempt)
);

CREATE TABLE tapehaul.timeline (
  run bigint NOT NULL,
  unit int NOT NULL,
  slot bigint NOT NULL,
  lane smallint NOT NULL DEFAULT 0,
  state text NOT NULL,
  tasks bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (run, unit, slot, state, lane)
);

CREATE TABLE tapehaul.activity (
  run bigint NOT NULL,
  name text NOT NULL,
  unit int NOT NULL,
  slot bigint NOT NULL,
  lane smallint NOT NULL DEFAULT 0,
  begun bigint NOT NULL,
  ended bigint NOT NULL,
  retried bigint NOT NULL,
  PRIMARY KEY (run, name, unit, slot, lane)
);`;
