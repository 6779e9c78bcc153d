import type { RestoredRun } from '@tapehaul/catalog';
import { transaction } from '@tapehaul/sqlite';
import { guarded } from '../file/guarded.ts';
import { openDatabase } from '../schema/database.ts';

/** Puts runs into a record, made where it is missing; those that it has stay as they are. Gives how many are new. */
export function restoreRuns(path: string, runs: readonly RestoredRun[]): number {
  const database = openDatabase(path);
  try {
    return guarded(path, () =>
      transaction(database, () => {
        const insert = database.prepare(
          `INSERT OR IGNORE INTO runs (run_id, flow, state, parameters, started_at, planned_at, ended_at, owner_pid,
             owner_host, heartbeat_at, result) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?)`,
        );
        const state = database.prepare('INSERT INTO run_states (run, state, at) VALUES (?, ?, ?)');
        let restored = 0;
        for (const run of runs) {
          const { runId, flow, startedAt, plannedAt, endedAt } = run;
          const [parameters, result] = [run.parameters, run.result].map((it) => JSON.stringify(it ?? null));
          const values = [
            runId,
            flow,
            run.state,
            parameters ?? 'null',
            startedAt,
            plannedAt,
            endedAt,
            endedAt,
          ];
          const { changes, lastInsertRowid } = insert.run(...values, result ?? 'null');
          if (changes === 0) continue;
          restored += 1;
          state.run(lastInsertRowid, 'Running', startedAt);
          state.run(lastInsertRowid, run.state, endedAt);
        }
        return restored;
      }),
    );
  } finally {
    database.close();
  }
}
