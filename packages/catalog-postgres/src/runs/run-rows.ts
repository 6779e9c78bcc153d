import type { RunRecord, RunSummary } from '@tapehaul/catalog';
import { CRASHED } from '@tapehaul/catalog/rules';

/** Milliseconds since 1970 UTC of a time of the database. */
const MS = (time: string): string => `floor(extract(epoch FROM ${time}) * 1000)::bigint`;

/** Whether a run `r` is recorded as open and its owner is dead. */
export const IS_DEAD = 'r.ended_at IS NULL AND r.lease_until <= now()';

/**
 * The last sign of life of the owner of a run `r`; null unless it is dead and the run open. A heartbeat comes every five seconds: what
 * the run did after it is more recent.
 */
const CRASHED_AT = `CASE WHEN ${IS_DEAD} THEN greatest(${MS('r.heartbeat_at')},
  (SELECT slot * 1000 FROM tapehaul.timeline WHERE run = r.id AND unit = 1000
   GROUP BY slot HAVING sum(tasks) > 0 ORDER BY slot DESC LIMIT 1),
  (SELECT at FROM tapehaul.logs WHERE run = r.id ORDER BY sequence DESC LIMIT 1),
  (SELECT max(at) FROM tapehaul.run_states WHERE run = r.id)) END AS "crashedAt"`;

/** Columns of a run `r` that {@link runSummary} takes. */
export const RUN_COLUMNS = `r.id, r.run_id AS "runId", r.flow, r.state, r.parent_run_id AS "parentRunId", r.tags,
  r.started_at AS "startedAt", r.planned_at AS "plannedAt", r.ended_at AS "endedAt", r.owner, r.owner_host AS host,
  r.owner_pid AS pid, ${MS('r.heartbeat_at')} AS "heartbeatAt", r.resumes, r.traceparent, ${CRASHED_AT}`;

/** Columns of a run `r` that {@link runRecord} takes. */
export const WHOLE_RUN = `${RUN_COLUMNS}, r.parameters, r.result`;

/** A row of {@link RUN_COLUMNS}. */
export interface RunRow extends Omit<RunSummary, 'tags' | 'owner'> {
  readonly id: number;
  readonly tags: string;
  readonly owner: string | null;
  readonly host: string;
  readonly pid: number;
  readonly heartbeatAt: number;
  /** The last sign of life of its owner, where that is dead and the run open; else null. */
  readonly crashedAt: number | null;
}

/** A row of {@link WHOLE_RUN}. */
export interface WholeRunRow extends RunRow {
  readonly parameters: string;
  readonly result: string | null;
}

/** A run as recorded. */
export function recordedRun(row: RunRow): RunSummary {
  const { id: _, tags, owner: __, host, pid, heartbeatAt, crashedAt: ___, ...run } = row;
  return {
    ...run,
    tags: JSON.parse(tags),
    owner: { name: `process ${pid} on ${host}`, process: { host, pid }, heartbeatAt },
  };
}

/** A run as readers show it: Crashed since the last sign of life of its owner, where that is dead. */
export function runSummary(row: RunRow): RunSummary {
  const run = recordedRun(row);
  return row.crashedAt === null ? run : { ...run, state: CRASHED, endedAt: row.crashedAt };
}

/** The same with what may be large. */
export function runRecord({ parameters, result, ...row }: WholeRunRow): RunRecord {
  const json = result === null ? null : JSON.parse(result);
  return { ...runSummary(row), parameters: JSON.parse(parameters), result: json };
}
