/**
 * What is held, disputes about it, and what is known of each day: one byte a day or month, by series, partition and year. An object that lies under
 * its key has no path.
 */
export const SCHEMA_1_HELD = `
CREATE TABLE tapehaul.objects (
  record int NOT NULL,
  key text COLLATE "C" NOT NULL,
  path text,
  bytes bigint NOT NULL,
  mtime_ms double precision NOT NULL,
  sha256 text,
  proof text NOT NULL,
  depth text NOT NULL,
  etag text,
  last_modified text,
  series text COLLATE "C",
  partition text COLLATE "C",
  period text COLLATE "C",
  run bigint NOT NULL,
  recorded_at bigint NOT NULL,
  PRIMARY KEY (record, key)
);
CREATE INDEX objects_series ON tapehaul.objects (record, series, partition, period) WHERE series IS NOT NULL;

CREATE TABLE tapehaul.coverage (
  record int NOT NULL,
  series text COLLATE "C" NOT NULL,
  partition text COLLATE "C" NOT NULL,
  objects bigint NOT NULL,
  proved bigint NOT NULL,
  deep bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (record, series, partition)
);

CREATE TABLE tapehaul.disputes (
  record int NOT NULL REFERENCES tapehaul.records (number) ON DELETE CASCADE,
  key text COLLATE "C" NOT NULL,
  path text NOT NULL,
  quarantine_path text,
  series text,
  partition text,
  period text,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  published_sha256 text NOT NULL,
  etag text,
  last_modified text,
  sidecar_etag text,
  sidecar_modified text,
  first_run bigint NOT NULL,
  first_seen_at bigint NOT NULL,
  last_run bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'resolved')),
  decided_by text,
  decided_at bigint,
  reason text,
  PRIMARY KEY (record, key)
);
CREATE INDEX disputes_state ON tapehaul.disputes (record, state, key);

CREATE TABLE tapehaul.cells (
  record int NOT NULL,
  series text COLLATE "C" NOT NULL,
  partition text COLLATE "C" NOT NULL,
  year int NOT NULL,
  cells bytea NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (record, series, partition, year)
);

CREATE TABLE tapehaul.seen (
  record int NOT NULL REFERENCES tapehaul.records (number) ON DELETE CASCADE,
  series text COLLATE "C" NOT NULL,
  terms text NOT NULL,
  partition text NOT NULL,
  first text COLLATE "C" NOT NULL,
  last text COLLATE "C" NOT NULL,
  checked_on text NOT NULL,
  old_until text COLLATE "C",
  old_runs text,
  PRIMARY KEY (record, series)
);`;
