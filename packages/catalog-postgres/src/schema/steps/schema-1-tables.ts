/**
 * Partitions of tables that were built, and what was found in their rows. `sources` and `days` are JSON. A partition keeps its id
 * while others are recorded under its path; `place` numbers its findings; `severity` is 0 for the worst.
 */
export const SCHEMA_1_TABLES = `
CREATE TABLE tapehaul.partitions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record int NOT NULL REFERENCES tapehaul.records (number) ON DELETE CASCADE,
  path text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  identity text NOT NULL,
  rows bigint NOT NULL,
  first_time bigint,
  last_time bigint,
  first_id bigint,
  last_id bigint,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  schema_version int NOT NULL,
  writer text NOT NULL,
  numbers text NOT NULL CHECK (numbers IN ('double', 'decimal')),
  duplicates bigint NOT NULL,
  inexact bigint NOT NULL,
  sources text NOT NULL,
  days text NOT NULL,
  built_at bigint NOT NULL,
  run bigint NOT NULL,
  UNIQUE (record, path)
);
CREATE INDEX partitions_series ON tapehaul.partitions (record, series, period, path);

CREATE TABLE tapehaul.row_findings (
  record int NOT NULL,
  series text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  partition bigint NOT NULL REFERENCES tapehaul.partitions (id) ON DELETE CASCADE,
  place int NOT NULL,
  severity smallint NOT NULL,
  rule text COLLATE "C" NOT NULL,
  source text,
  first bigint,
  last bigint,
  count bigint NOT NULL,
  sample text,
  PRIMARY KEY (record, series, day, partition, place)
);
CREATE INDEX row_findings_partition ON tapehaul.row_findings (partition);
CREATE INDEX row_findings_rule ON tapehaul.row_findings (record, rule);
CREATE INDEX row_findings_severity ON tapehaul.row_findings (record, severity);`;
