import type { DatabaseSync } from 'node:sqlite';
import type { ProcessOwner } from '@tapehaul/sqlite';

/** Reads the last sign of life of a run. A heartbeat comes every five seconds: what the run did after it is more recent. */
export function lastSignReader(database: DatabaseSync): (run: number, owner: ProcessOwner) => number {
  const select = database.prepare(
    `SELECT max(ifnull((SELECT max(slot) * 1000 FROM timeline WHERE run = ?1 AND unit = 1000), 0),
       ifnull((SELECT at FROM logs WHERE run = ?1 ORDER BY sequence DESC LIMIT 1), 0),
       ifnull((SELECT max(at) FROM run_states WHERE run = ?1), 0)) AS at`,
  );
  return (run, { heartbeatAt }) => Math.max(heartbeatAt, Number(select.get(run)?.at ?? 0));
}
