import type { ObjectRecord, RunRecord, TaskRecord } from './catalog.ts';

type Row = Readonly<Record<string, unknown>>;

/** A row of the table as a record. */
export function runOf(row: Row): RunRecord {
  return {
    runId: String(row.run_id),
    flow: String(row.flow),
    state: String(row.state),
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    ownerPid: Number(row.owner_pid),
  };
}

/** A row of the table as a record. */
export function taskOf(row: Row): TaskRecord {
  return {
    runId: String(row.run_id),
    taskId: String(row.task_id),
    state: String(row.state),
    final: row.final === 1,
    attempts: Number(row.attempts),
    updatedAt: Number(row.updated_at),
    errorCode: textOrNull(row.error_code),
    errorMessage: textOrNull(row.error_message),
  };
}

/** A row of the table as a record. */
export function objectOf(row: Row): ObjectRecord {
  return {
    key: String(row.key),
    path: String(row.path),
    bytes: Number(row.bytes),
    mtimeMs: Number(row.mtime_ms),
    sha256: textOrNull(row.sha256),
    proof: row.proof === 'sidecar' ? 'sidecar' : 'none',
    etag: textOrNull(row.etag),
    runId: String(row.run_id),
    recordedAt: Number(row.recorded_at),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
