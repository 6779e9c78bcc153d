import { localRuns, type RunHooks, type RunOutcome } from '@tapehaul/runs';
import {
  type AccessOf,
  type CollectionMetrics,
  createCollectionMetrics,
  type LogEvent,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import type { Job } from './queue.ts';

/** What a job is done with. */
export interface JobOptions {
  /** Stops it gently. */
  readonly gently: AbortSignal;
  /** Figures of all runs of this process together. */
  readonly metrics: CollectionMetrics;
  /** How the source and the storage of a run are reached; refuses those that are not the operator's. */
  readonly access: AccessOf;
  readonly onEvent: (event: WorkflowEvent) => void;
  /** Hears what the run and its tasks say. */
  readonly onLog?: ((line: LogEvent) => void) | undefined;
}

/** Does a job, once no other process owns its output directory, and gives how it ended. Rejects when it cannot begin. */
export async function runJob(
  { run_id: runId, kind, directory, config }: Job,
  { gently, metrics, access, onEvent, onLog }: JobOptions,
): Promise<RunOutcome> {
  const control = localRuns(directory, { metrics: forBoth(metrics), access });
  const hooks: RunHooks = {
    gently,
    wait: true,
    onEvent: (event) => event && onEvent(event),
    ...(onLog === undefined ? {} : { onLog }),
  };
  if (kind !== 'collect') return control[kind](runId, {}, hooks);
  return config === null ? control.resume(runId, {}, hooks) : control.collect({ config, runId }, hooks);
}

/** Figures of one run, which count for those of the service too. */
function forBoth(all: CollectionMetrics): CollectionMetrics {
  const own = createCollectionMetrics();
  return {
    ...own,
    handle(event) {
      own.handle(event);
      all.handle(event);
    },
  };
}
