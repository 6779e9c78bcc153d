import type { Catalog } from '@tapehaul/catalog';
import type { Outcome } from '@tapehaul/downloader';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { isFinal, type Listener, type TaskEvent } from '@tapehaul/orchestrator';
import { FILE_TASK, FileError } from './archive-collection-flow.ts';
import type { WorkflowEvent } from './events.ts';

/** Where the events of a run go. */
export interface Recording {
  readonly catalog: Catalog;
  readonly metrics: CollectionMetrics;
  readonly emit: (event: WorkflowEvent) => void;
}

/** Listens to a run: files go to the catalog, the statistics and the caller's listener, all from one event. */
export function recorder({ catalog, metrics, emit }: Recording): Listener {
  const hold = (outcome: Outcome, runId: string, recordedAt: number): void => {
    const { key, path, bytes, mtimeMs, sha256, proof, etag } = outcome;
    catalog.recordObject({
      key,
      path,
      bytes,
      mtimeMs,
      sha256,
      proof,
      etag,
      runId,
      recordedAt,
    });
  };
  const settled = (outcome: Outcome, { attempt, runId, at }: TaskEvent): void => {
    const { key, status, target, bytes, sha256, proof, engine, error } = outcome;
    if (status !== 'absent' && status !== 'failed') hold(outcome, runId, at);
    metrics.handle({ kind: 'settled', ...outcome });
    const attempts = status === 'cached' ? 0 : attempt;
    emit({
      kind: 'file',
      key,
      status,
      target,
      bytes,
      sha256,
      proof,
      engine,
      attempts,
      error: error?.toJSON() ?? null,
    });
  };
  return (event) => {
    if (event.kind === 'run' || event.task !== FILE_TASK) return;
    const { runId, taskId, state, attempt, at, error, output, retryAt } = event;
    const [errorCode, errorMessage] = error === undefined ? [null, null] : [error.code, error.message];
    const final = isFinal(state);
    catalog.recordTask({
      runId,
      taskId,
      state,
      final,
      attempts: attempt,
      updatedAt: at,
      errorCode,
      errorMessage,
    });
    if (state === 'AwaitingRetry' && error !== undefined && retryAt !== undefined) {
      const retry_at = new Date(retryAt).toISOString();
      emit({ kind: 'retry', key: taskId, attempts: attempt, retry_at, error: error.toJSON() });
    }
    if (state === 'AwaitingRetry' && error instanceof FileError) {
      const { bytesFetched, durationMs } = error.outcome;
      metrics.handle({ kind: 'retried', bytesFetched, durationMs });
    }
    if (!final) return;
    if (isOutcome(output)) settled(output, event);
    else if (error instanceof FileError) settled(error.outcome, event);
  };
}

function isOutcome(output: unknown): output is Outcome {
  return typeof output === 'object' && output !== null && 'status' in output && 'target' in output;
}
