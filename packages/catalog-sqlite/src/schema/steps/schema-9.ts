/**
 * What plans have gone through: the days of a series under the same terms. `old_runs` keeps the states of the days from the first
 * to `old_until` as run lengths; both are null once one of these days has changed, until the next plan makes them anew.
 */
export const SCHEMA_9 = `
CREATE TABLE seen (
  series TEXT PRIMARY KEY,
  terms TEXT NOT NULL,
  partition TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  checked_on TEXT NOT NULL,
  old_until TEXT,
  old_runs TEXT
) STRICT, WITHOUT ROWID;
`;
