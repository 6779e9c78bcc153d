import { asTapehaulError } from '@tapehaul/errors';
import {
  ArchiveCollectionWorkflow,
  type CatalogReader,
  type CollectionResult,
  closeQuietly,
  findRun,
  openRecord,
  requestOfRun,
  resumeCollection,
  type WorkflowOptions,
} from '@tapehaul/workflow';
import { type BatchEngine, openFleetEngine, type RunPlace, runPlace } from '@tapehaul/workflow/fleet';
import type { ContinueOptions, RunControl, RunHooks, RunOutcome } from '../run-control.ts';
import { endOfResult } from '../run-end.ts';
import { followRecord, recordLogs } from './follow-record.ts';
import { readBatches } from './read-batches.ts';
import { readDetails, readRuns } from './read-runs.ts';

/** What runs of this process share with it. */
export interface LocalOptions extends Pick<WorkflowOptions, 'access' | 'metrics' | 'fleetPace'> {
  /** Opens what hands batches to a fleet, for a run whose files workers do; `openFleetEngine` by default. It is closed with the run. */
  readonly openFleet?: () => Promise<BatchEngine>;
}

/**
 * Control of the runs of an output directory, by its record. What is collected or continued runs in this process, with its
 * result; a collection goes where its configuration says. What another process does is seen within a second, and requests
 * reach it as fast.
 */
export function localRuns(
  directory: string,
  { openFleet = openFleetEngine, ...options }: LocalOptions = {},
): RunControl {
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
    { on, ...more }: ContinueOptions = {},
    hooks: RunHooks = {},
  ): Promise<RunOutcome> => {
    const which = run === undefined ? {} : { runId: run };
    const [reports, stops] = [reportsOf(hooks), stopsOf(hooks)];
    const place = on ?? (await read(async (record) => runPlace(await findRun(record, run))));
    return withPlace(place, openFleet, async (fleet) => {
      const how = { ...options, ...more, ...which, ...reports, ...stops, ...fleet, failed };
      return outcomeOf(await resumeCollection(directory, how));
    });
  };
  return {
    runsHere: true,
    hasDirectories: false,
    async collect({ config, runId, on = 'here', ...request }, hooks = {}) {
      const which = runId === undefined ? {} : { runId };
      return withPlace(on, openFleet, async (fleet) => {
        const how = { ...options, ...request, ...reportsOf(hooks), ...fleet };
        const workflow = new ArchiveCollectionWorkflow(config, how);
        return outcomeOf(await workflow.execute({ ...which, ...stopsOf(hooks) }));
      });
    },
    resume: (run, more, hooks) => continueRun(run, false, more, hooks),
    retry: (run, more, hooks) => continueRun(run, true, more, hooks),
    follow: (run, follow = {}) => followRecord(read, run, follow),
    list: ({ limit = 20 } = {}) => read((record) => readRuns(record, directory, limit)),
    show: (run) => read((record) => readDetails(record, directory, run)),
    logs: (run, query = {}) => recordLogs(read, run, query),
    async *batches(run, query = {}) {
      const record = await openRecord(directory);
      try {
        yield* readBatches(record, (await findRun(record, run)).runId, query);
      } finally {
        await closeQuietly(record);
      }
    },
    cancel: async (run) => requestOfRun(directory, run, 'cancel'),
    pause: async (run) => requestOfRun(directory, run, 'pause'),
    unpause: async (run) => requestOfRun(directory, run, 'resume'),
  };
}

/** Runs with the engine of a fleet where a fleet does the files, and closes it afterwards. */
async function withPlace<Result>(
  place: RunPlace,
  openFleet: () => Promise<BatchEngine>,
  run: (options: Pick<WorkflowOptions, 'fleet'>) => Promise<Result>,
): Promise<Result> {
  if (place === 'here') return run({});
  const fleet = await openFleet();
  try {
    return await run({ fleet });
  } finally {
    await fleet.close().catch((thrown) => process.emitWarning(asTapehaulError(thrown)));
  }
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
