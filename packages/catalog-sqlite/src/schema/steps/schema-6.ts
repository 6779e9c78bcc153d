/**
 * Disputes: objects that contradict their sidecars, and what was decided about them. An object that was accepted has the
 * proof `none` for readers of an earlier schema.
 */
export const SCHEMA_6 = `
CREATE TABLE disputes (
  key TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  quarantine_path TEXT,
  series TEXT,
  partition TEXT,
  period TEXT,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  published_sha256 TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  sidecar_etag TEXT,
  sidecar_modified TEXT,
  first_run INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_run INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'resolved')),
  decided_by TEXT,
  decided_at INTEGER,
  reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_state ON disputes (state, key);

ALTER TABLE objects ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
`;
