/** What is known of each file, held or not: one byte a day or month, by series, partition and year. */
export const SCHEMA_7 = `
CREATE TABLE cells (
  series TEXT NOT NULL,
  partition TEXT NOT NULL,
  year INTEGER NOT NULL,
  cells BLOB NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (series, partition, year)
) STRICT, WITHOUT ROWID;
`;
