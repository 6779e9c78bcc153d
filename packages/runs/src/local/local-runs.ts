import {
  ArchiveCollectionWorkflow,
  type CatalogReader,
  type CollectionResult,
  closeQuietly,
  openRecord,
  requestOfRun,
  resumeCollection,
  type WorkflowOptions,
} from '@tapehaul/workflow';
import type { ContinueOptions, RunControl, RunHooks, RunOutcome } from '../run-control.ts';
import { endOfResult } from '../run-end.ts';
import { followRecord, recordLogs } from './follow-record.ts';
import { readDetails, readRuns } from './read-runs.ts';

/** What runs of this process share with it. */
export type LocalOptions = Pick<WorkflowOptions, 'access' | 'metrics'>;

/**
 * Control of the runs of an output directory, by its record. What is collected or continued runs in this process, with its
 * result; a collection goes where its configuration says. What another process does is seen within a second, and requests
 * reach it as fast.
 */
export function localRuns(directory: string, options: LocalOptions = {}): RunControl {
  const read = async <Result>(use: (record: CatalogReader) => Promise<Result>): Promise<Result> => {
    const record = await openRecord(directory);
    try {
      return await use(record);
    } finally {
      await closeQuietly(record);
    }
  };
  const continueRun = async (
    run: string | undefined,
    failed: boolean,
    more: ContinueOptions = {},
    hooks: RunHooks = {},
  ): Promise<RunOutcome> => {
    const which = run === undefined ? {} : { runId: run };
    const [reports, stops] = [reportsOf(hooks), stopsOf(hooks)];
    return outcomeOf(
      await resumeCollection(directory, { ...options, ...more, ...which, ...reports, ...stops, failed }),
    );
  };
  return {
    runsHere: true,
    hasDirectories: false,
    async collect({ config, runId, ...request }, hooks = {}) {
      const workflow = new ArchiveCollectionWorkflow(config, { ...options, ...request, ...reportsOf(hooks) });
      const which = runId === undefined ? {} : { runId };
      return outcomeOf(await workflow.execute({ ...which, ...stopsOf(hooks) }));
    },
    resume: (run, more, hooks) => continueRun(run, false, more, hooks),
    retry: (run, more, hooks) => continueRun(run, true, more, hooks),
    follow: (run, follow = {}) => followRecord(read, run, follow),
    list: ({ limit = 20 } = {}) => read((record) => readRuns(record, directory, limit)),
    show: (run) => read((record) => readDetails(record, directory, run)),
    logs: (run, query = {}) => recordLogs(read, run, query),
    cancel: async (run) => requestOfRun(directory, run, 'cancel'),
    pause: async (run) => requestOfRun(directory, run, 'pause'),
    unpause: async (run) => requestOfRun(directory, run, 'resume'),
  };
}

function outcomeOf(result: CollectionResult): RunOutcome {
  return { runId: result.run_id, ...endOfResult(result), result };
}

function reportsOf({
  onEvent,
  onLog,
  onState,
  onMove,
}: RunHooks): Pick<WorkflowOptions, 'onEvent' | 'onLog' | 'onState' | 'onMove'> {
  return {
    ...(onEvent === undefined ? {} : { onEvent: (event) => onEvent(event, event) }),
    ...(onLog === undefined ? {} : { onLog }),
    ...(onState === undefined ? {} : { onState }),
    ...(onMove === undefined ? {} : { onMove }),
  };
}

function stopsOf({ signal, gently, wait = false }: RunHooks) {
  return {
    wait,
    ...(signal === undefined ? {} : { signal }),
    ...(gently === undefined ? {} : { gently }),
  };
}
