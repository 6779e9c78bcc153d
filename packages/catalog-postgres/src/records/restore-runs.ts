import { hostname } from 'node:os';
import type { RestoredRun } from '@tapehaul/catalog';
import { one, type Session } from '../connection/session.ts';

/** Puts runs into a record; those that it has stay as they are. Gives how many are new. */
export async function restoreRuns(
  session: Session,
  record: number,
  runs: readonly RestoredRun[],
): Promise<number> {
  let restored = 0;
  for (const { runId, flow, state, startedAt, plannedAt, endedAt, parameters, result } of runs) {
    const json = [JSON.stringify(parameters ?? null), JSON.stringify(result ?? null)] as const;
    const made = await one<{ id: number }>(
      session,
      `INSERT INTO tapehaul.runs (record, run_id, flow, state, parameters, tags, started_at, planned_at, ended_at, owner_host,
         owner_pid, heartbeat_at, lease_until, result)
       VALUES ($1, $2, $3, $4, $5, '[]', $6, $7, $8, $9, $10, now(), now(), $11) ON CONFLICT DO NOTHING RETURNING id`,
      [record, runId, flow, state, json[0], startedAt, plannedAt, endedAt, hostname(), process.pid, json[1]],
    );
    if (made === undefined) continue;
    restored += 1;
    await session.query(
      `INSERT INTO tapehaul.run_states (run, state, at) VALUES ($1, 'Running', $2), ($1, $3, $4)`,
      [made.id, startedAt, state, endedAt],
    );
  }
  return restored;
}
