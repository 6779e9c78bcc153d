import { seriesParts } from '@tapehaul/archive';
import type {
  AttemptRecord,
  ChangeRecord,
  GapRecord,
  LogRecord,
  ObjectRecord,
  RunRecord,
  RunSummary,
  TaskRecord,
  VersionRecord,
} from '@tapehaul/catalog';
import { LOG_LEVELS } from '@tapehaul/catalog';
import type { ProcessOwner } from '@tapehaul/sqlite';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** Columns of a run that {@link runSummary} takes. */
export const RUN_COLUMNS = `id, run_id, flow, state, parent_run_id, tags, started_at, planned_at, ended_at, owner_pid,
  owner_host, owner_boot, owner_process_start, heartbeat_at, resumes, traceparent`;

/** A row of the table as a record. */
export function runRecord(row: Row): RunRecord {
  return { ...runSummary(row), parameters: parsedJson(row.parameters), result: parsedJson(row.result) };
}

/** A row of {@link RUN_COLUMNS} as a record. */
export function runSummary(row: Row): RunSummary {
  return {
    runId: String(row.run_id),
    flow: String(row.flow),
    state: String(row.state),
    parentRunId: textOrNull(row.parent_run_id),
    tags: readTags(parsedJson(row.tags)),
    startedAt: Number(row.started_at),
    plannedAt: numberOrNull(row.planned_at),
    endedAt: numberOrNull(row.ended_at),
    owner: {
      name: `process ${Number(row.owner_pid)} on ${String(row.owner_host)}`,
      process: { host: String(row.owner_host), pid: Number(row.owner_pid) },
      heartbeatAt: Number(row.heartbeat_at),
    },
    resumes: Number(row.resumes),
    traceparent: textOrNull(row.traceparent),
  };
}

/** The process that owns or owned the run of a row of {@link RUN_COLUMNS}. */
export function ownerProcess(row: Row): ProcessOwner {
  return {
    pid: Number(row.owner_pid),
    host: String(row.owner_host),
    bootId: textOrNull(row.owner_boot),
    processStart: numberOrNull(row.owner_process_start),
    heartbeatAt: Number(row.heartbeat_at),
  };
}

/** A task's row, joined with its class, as a record. */
export function taskRecord(runId: string, row: Row): TaskRecord {
  return {
    runId,
    taskId: String(row.task_id),
    name: String(row.name),
    input: parsedJson(row.input),
    state: String(row.state),
    phase: taskPhase(row.phase),
    attempts: Number(row.attempts),
    plannedAt: Number(row.planned_at),
    startedAt: numberOrNull(row.started_at),
    updatedAt: Number(row.updated_at),
    durationMs: numberOrNull(row.duration_ms),
    retryAt: numberOrNull(row.retry_at),
    bytes: numberOrNull(row.bytes),
    engine: textOrNull(row.engine),
    errorCode: textOrNull(row.error_code),
    errorMessage: textOrNull(row.error_message),
  };
}

/** An attempt's row, joined with its class, as a record. */
export function attemptRecord(row: Row): AttemptRecord {
  return {
    attempt: Number(row.attempt),
    startedAt: Number(row.started_at),
    endedAt: Number(row.ended_at),
    state: String(row.state),
    errorCode: textOrNull(row.error_code),
    errorMessage: textOrNull(row.error_message),
  };
}

/** A row of the table as a record. */
export function logRecord(runId: string, row: Row): LogRecord {
  return {
    sequence: Number(row.sequence),
    runId,
    taskId: textOrNull(row.task_id),
    attempt: numberOrNull(row.attempt),
    at: Number(row.at),
    level: LOG_LEVELS[Number(row.level)] ?? 'error',
    message: String(row.message),
    traceId: textOrNull(row.trace_id),
    spanId: textOrNull(row.span_id),
  };
}

/** Columns of an object, joined with its run, in the order that {@link objectRecord} takes them. */
export const OBJECT_COLUMNS = `objects.key, objects.path, objects.bytes, objects.mtime_ms, objects.sha256, objects.proof,
  objects.etag, objects.last_modified, objects.series, objects.partition, objects.period, runs.run_id,
  objects.recorded_at, objects.accepted, objects.deep`;

/** An object's row as a record, from an array of {@link OBJECT_COLUMNS}: a plan reads one for each file. */
export function objectRecord(row: readonly unknown[]): ObjectRecord {
  const [key, path, bytes, mtimeMs, sha256, proof, etag, lastModified, ...rest] = row;
  const [series, partition, period, runId, recordedAt, accepted, deep] = rest;
  return {
    key: String(key),
    path: String(path),
    bytes: Number(bytes),
    mtimeMs: Number(mtimeMs),
    sha256: textOrNull(sha256),
    proof: proof === 'sidecar' ? 'sidecar' : accepted === 1 ? 'accepted' : 'none',
    depth: deep === 0 ? 'published' : 'deep',
    etag: textOrNull(etag),
    lastModified: textOrNull(lastModified),
    series: typeof series === 'string' ? seriesParts(series) : null,
    partition: textOrNull(partition),
    period: textOrNull(period),
    runId: String(runId),
    recordedAt: Number(recordedAt),
  };
}

/** A version's row, joined with its run, as a record. */
export function versionRecord(row: Row): VersionRecord {
  return {
    key: String(row.key),
    path: textOrNull(row.path),
    bytes: Number(row.bytes),
    sha256: textOrNull(row.sha256),
    etag: textOrNull(row.etag),
    lastModified: textOrNull(row.last_modified),
    runId: String(row.run_id),
    supersededAt: Number(row.superseded_at),
  };
}

/** A row of the table as a record. */
export function changeRecord(runId: string, row: Row): ChangeRecord {
  const kind = row.kind === 'replaced' || row.kind === 'late' ? row.kind : 'vanished';
  return { runId, kind, key: String(row.key), at: Number(row.at), facts: parsedJson(row.facts) };
}

/** A row of the table as a record. */
export function gapRecord(row: Row): GapRecord {
  const { series, first, last, verdict, reason, likely } = row;
  return {
    series: seriesParts(String(series)),
    first: String(first),
    last: String(last),
    verdict: String(verdict),
    reason: String(reason),
    likely: textOrNull(likely),
  };
}

/** A column that holds JSON, or null. */
export function parsedJson(value: unknown): unknown {
  return value === null || value === undefined ? null : JSON.parse(String(value));
}

export function taskPhase(value: unknown): TaskRecord['phase'] {
  return value === 'final' || value === 'running' ? value : 'waiting';
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

export function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function readTags(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
