import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The prepared statements of a catalog. */
export type Statements = ReturnType<typeof prepareStatements>;

/** Every statement of the catalog, by name. */
export function prepareStatements(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    openRuns: sql(`SELECT * FROM runs WHERE ended_at IS NULL`),
    startRun: sql(
      `INSERT INTO runs (run_id, flow, state, parameters, started_at, owner_pid, owner_host, heartbeat_at)
       VALUES (?, ?, 'Running', ?, ?, ?, ?, ?)`,
    ),
    beat: sql(`UPDATE runs SET heartbeat_at = ? WHERE run_id = ?`),
    endRun: sql(`UPDATE runs SET state = ?, ended_at = ?, result = ? WHERE run_id = ?`),
    crashTasks: sql(
      `UPDATE tasks SET state = 'Crashed', final = 1, updated_at = ? WHERE run_id = ? AND final = 0`,
    ),
    planTask: sql(
      `INSERT INTO tasks (run_id, task_id, input, state, final, updated_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, task_id) DO NOTHING`,
    ),
    remaining: sql(
      `SELECT task_id, input FROM tasks WHERE run_id = ? AND task_id > ? AND final = 0 ORDER BY task_id LIMIT ?`,
    ),
    recordTask: sql(
      `UPDATE tasks SET state = ?, final = ?, attempts = ?, updated_at = ?, error_code = ?, error_message = ?
       WHERE run_id = ? AND task_id = ?`,
    ),
    recordObject: sql(
      `INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, run_id, recorded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET path = excluded.path, bytes = excluded.bytes,
         mtime_ms = excluded.mtime_ms, sha256 = excluded.sha256, proof = excluded.proof,
         etag = excluded.etag, run_id = excluded.run_id, recorded_at = excluded.recorded_at`,
    ),
    find: sql(`SELECT * FROM objects WHERE key = ?`),
    runs: sql(`SELECT * FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ?`),
    tasks: sql(`SELECT * FROM tasks WHERE run_id = ? AND (? IS NULL OR state = ?) ORDER BY task_id`),
    countByState: sql(`SELECT state, count(*) AS count FROM tasks WHERE run_id = ? GROUP BY state`),
  };
}
