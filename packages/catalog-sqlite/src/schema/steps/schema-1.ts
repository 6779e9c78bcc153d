/** Runs, tasks and objects. */
export const SCHEMA_1 = `CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    flow TEXT NOT NULL,
    state TEXT NOT NULL,
    parameters TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    owner_pid INTEGER NOT NULL,
    owner_host TEXT NOT NULL,
    heartbeat_at INTEGER NOT NULL,
    result TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tasks (
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    task_id TEXT NOT NULL,
    input TEXT,
    state TEXT NOT NULL,
    final INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL,
    error_code TEXT,
    error_message TEXT,
    PRIMARY KEY (run_id, task_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE objects (
    key TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    mtime_ms REAL NOT NULL,
    sha256 TEXT,
    proof TEXT NOT NULL CHECK (proof IN ('sidecar', 'none')),
    etag TEXT,
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    recorded_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`;
