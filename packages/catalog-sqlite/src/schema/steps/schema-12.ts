/**
 * Partitions of tables that were built, and what was found in their rows. `sources` and `days` are JSON. A partition keeps its id
 * while others are recorded under its path; `place` numbers its findings; `severity` is 0 for the worst.
 */
export const SCHEMA_12 = `
CREATE TABLE partitions (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  series TEXT NOT NULL,
  period TEXT NOT NULL,
  identity TEXT NOT NULL,
  rows INTEGER NOT NULL,
  first_time INTEGER,
  last_time INTEGER,
  first_id INTEGER,
  last_id INTEGER,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  writer TEXT NOT NULL,
  numbers TEXT NOT NULL CHECK (numbers IN ('double', 'decimal')),
  duplicates INTEGER NOT NULL,
  inexact INTEGER NOT NULL,
  sources TEXT NOT NULL,
  days TEXT NOT NULL,
  built_at INTEGER NOT NULL,
  run INTEGER NOT NULL
) STRICT;
CREATE INDEX partitions_series ON partitions (series, period, path, identity);

CREATE TABLE row_findings (
  series TEXT NOT NULL,
  day TEXT NOT NULL,
  partition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  rule TEXT NOT NULL,
  source TEXT,
  first INTEGER,
  last INTEGER,
  count INTEGER NOT NULL,
  sample TEXT,
  PRIMARY KEY (series, day, partition, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_findings_partition ON row_findings (partition);
CREATE INDEX row_findings_rule ON row_findings (rule);
CREATE INDEX row_findings_severity ON row_findings (severity);
`;
