import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { isFinal, type Listener, type TaskEvent } from '@tapehaul/orchestrator';
import { plannedBytes } from '@tapehaul/planner';
import { FileError } from '../collect/steps/downloads.ts';
import type { FileOutcome } from '../file/file-outcome.ts';
import { heldObject } from '../file/held-object.ts';
import { FILE_TASK } from '../flow-names.ts';
import type { FileEvent, WorkflowEvent } from './events.ts';

/** Where what becomes of files goes. */
export interface FileListening {
  readonly catalog: Catalog;
  readonly metrics: CollectionMetrics;
  readonly emit: (event: WorkflowEvent) => void;
  readonly planning: CollectionConfig['planning'];
  readonly runId: string;
  /** Folder that paths of the record count from; null where files are in a bucket. */
  readonly folder: string | null;
}

/** Listens to a run, and to what planning finds in place. */
export interface FileListener {
  readonly listener: Listener;
  /** Counts and tells of a file that is in place as recorded; its record stays as it is. */
  readonly inPlace: (outcome: FileOutcome) => void;
}

/** Files go to the catalog, the statistics and the caller's listener, all from one event. */
export function fileListener({
  catalog,
  metrics,
  emit,
  planning,
  runId: run,
  folder,
}: FileListening): FileListener {
  // A file that came has the size that was listed; of others the plan knows it.
  const listedBytes = ({ key, bytes }: FileOutcome): number | undefined =>
    bytes > 0 ? bytes : (catalog.task(run, key)?.bytes ?? undefined);
  const tell = (outcome: FileOutcome, attempts: number): void => {
    metrics.handle({ kind: 'settled', ...outcome });
    const planned = plannedBytes(outcome.object, planning === 'listing' ? listedBytes(outcome) : undefined);
    emit(fileEvent(outcome, attempts, planned));
  };
  // Deleted here, and gone from the archive: nothing is held any more.
  const forgetIfGone = (key: string): void => {
    if (folder === null) return;
    const held = catalog.find(key);
    if (held !== undefined && !existsSync(join(folder, held.path))) catalog.forgetObject(key);
  };
  const settled = (outcome: FileOutcome, { attempt, runId, at }: TaskEvent): void => {
    const { status } = outcome;
    if (status === 'absent') forgetIfGone(outcome.key);
    else if (status !== 'failed') catalog.recordObject(heldObject(outcome, runId, at));
    tell(outcome, status === 'cached' ? 0 : attempt);
  };
  const listener: Listener = (event) => {
    if (event.kind !== 'task' || event.task !== FILE_TASK) return;
    const { taskId, state, attempt, error, output, retryAt } = event;
    if (state === 'AwaitingRetry' && error !== undefined && retryAt !== undefined) {
      const retry_at = new Date(retryAt).toISOString();
      emit({
        kind: 'retry',
        key: taskId,
        attempts: attempt,
        retry_at,
        error: asTapehaulError(error).toJSON(),
      });
    }
    if (state === 'AwaitingRetry' && error instanceof FileError) {
      const { bytesFetched, duration } = error.outcome;
      metrics.handle({ kind: 'retried', bytesFetched, duration });
    }
    if (!isFinal(state) || state === 'Cancelled') return;
    if (isOutcome(output)) settled(output, event);
    else if (error instanceof FileError) settled(error.outcome, event);
  };
  return { listener, inPlace: (outcome) => tell(outcome, 0) };
}

/** What a file task has brought, for its own record. */
export function broughtBy(output: unknown): { bytes?: number; engine?: string } {
  if (!isOutcome(output)) return {};
  const { bytes, engine } = output;
  return engine === null ? { bytes } : { bytes, engine };
}

function fileEvent(outcome: FileOutcome, attempts: number, planned_bytes: number): FileEvent {
  const { key, status, target, bytes, sha256, proof, engine, fallBacks, error } = outcome;
  return {
    kind: 'file',
    key,
    status,
    target,
    bytes,
    planned_bytes,
    sha256,
    proof,
    engine,
    fall_backs: fallBacks,
    attempts,
    error: error?.toJSON() ?? null,
  };
}

function isOutcome(output: unknown): output is FileOutcome {
  return typeof output === 'object' && output !== null && 'status' in output && 'target' in output;
}
