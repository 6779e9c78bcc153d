import type { Catalog } from '@tapehaul/catalog';
import type { Outcome } from '@tapehaul/downloader';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { isFinal, type Listener, type TaskEvent } from '@tapehaul/orchestrator';
import { FILE_TASK, FileError } from './archive-collection-flow.ts';
import type { FileEvent, WorkflowEvent } from './events.ts';

/** Where the events of a run go. */
export interface Recording {
  readonly catalog: Catalog;
  readonly metrics: CollectionMetrics;
  readonly emit: (event: WorkflowEvent) => void;
}

/** Listens to a run, and to what planning finds in place. */
export interface Recorder {
  readonly listener: Listener;
  /** Counts and tells of a file that is in place as recorded; its record stays as it is. */
  readonly inPlace: (outcome: Outcome) => void;
}

/** Files go to the catalog, the statistics and the caller's listener, all from one event. */
export function recorder({ catalog, metrics, emit }: Recording): Recorder {
  const tell = (outcome: Outcome, attempts: number): void => {
    metrics.handle({ kind: 'settled', ...outcome });
    emit(fileEvent(outcome, attempts));
  };
  const settled = (outcome: Outcome, { attempt, runId, at }: TaskEvent): void => {
    const { key, path, status, bytes, mtimeMs, sha256, proof, etag } = outcome;
    if (status !== 'absent' && status !== 'failed') {
      catalog.recordObject({ key, path, bytes, mtimeMs, sha256, proof, etag, runId, recordedAt: at });
    }
    tell(outcome, status === 'cached' ? 0 : attempt);
  };
  const listener: Listener = (event) => {
    if (event.kind === 'run' || event.task !== FILE_TASK) return;
    recordState(catalog, event);
    const { taskId, state, attempt, error, output, retryAt } = event;
    if (state === 'AwaitingRetry' && error !== undefined && retryAt !== undefined) {
      const retry_at = new Date(retryAt).toISOString();
      emit({ kind: 'retry', key: taskId, attempts: attempt, retry_at, error: error.toJSON() });
    }
    if (state === 'AwaitingRetry' && error instanceof FileError) {
      const { bytesFetched, duration } = error.outcome;
      metrics.handle({ kind: 'retried', bytesFetched, duration });
    }
    if (!isFinal(state)) return;
    if (isOutcome(output)) settled(output, event);
    else if (error instanceof FileError) settled(error.outcome, event);
  };
  return { listener, inPlace: (outcome) => tell(outcome, 0) };
}

function recordState(catalog: Catalog, { runId, taskId, state, attempt, at, error }: TaskEvent): void {
  catalog.recordTask({
    runId,
    taskId,
    state,
    final: isFinal(state),
    attempts: attempt,
    updatedAt: at,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  });
}

function fileEvent(outcome: Outcome, attempts: number): FileEvent {
  const { key, status, target, bytes, sha256, proof, engine, fallBacks, error } = outcome;
  return {
    kind: 'file',
    key,
    status,
    target,
    bytes,
    sha256,
    proof,
    engine,
    fall_backs: fallBacks,
    attempts,
    error: error?.toJSON() ?? null,
  };
}

function isOutcome(output: unknown): output is Outcome {
  return typeof output === 'object' && output !== null && 'status' in output && 'target' in output;
}
