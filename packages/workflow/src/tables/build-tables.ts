import { resolve } from 'node:path';
import { asTapehaulError, exitStatusOfError, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import { type MonthThreads, startMonthThreads } from '@tapehaul/lake';
import {
  type FlowRun,
  flow,
  type LogEvent,
  newRunId,
  type RunHandle,
  recordListener,
} from '@tapehaul/orchestrator';
import { tableStaging, tablesManifest } from '../directory.ts';
import { EarlyRequests } from '../early-requests.ts';
import type { TableBuildEvent } from '../events/table-events.ts';
import type { FileRetries } from '../file/retries.ts';
import { TABLES_FLOW } from '../flow-names.ts';
import { prepareOutputDirectory } from '../output-directory.ts';
import { type OwnedRun, type Waiting, whenFree, withOwnedRun } from '../owned-run.ts';
import { records } from '../record-store.ts';
import { statusOf } from '../result/result.ts';
import { sweepUnfinished } from '../result/run-files.ts';
import { exitOfMonths } from './broken/note-broken.ts';
import { type AllTables, buildAllTables, type GentleStop } from './build-all-tables.ts';
import type { TableRequest } from './months/table-request.ts';
import { openTables } from './storage/open-tables.ts';
import type { TableStorage } from './storage/table-storage.ts';
import { TableTally } from './table-tally.ts';
import type { TablesResult } from './tables-result.ts';

/** How tables are built. */
export interface BuildTablesOptions extends TableRequest {
  /** Months that are built at once, each in a thread; 1 by default. */
  readonly builders?: number;
  readonly retries: FileRetries;
  /** Id of the new run; a new one by default. */
  readonly runId?: string;
  /** Whether to wait while another process owns the output directory. */
  readonly wait?: boolean;
  /** Called once when that wait begins. */
  readonly onWait?: (error: TapehaulError) => void;
  /** Stops the run in order when aborted: a month in progress is abandoned. */
  readonly signal?: AbortSignal;
  /** Stops the run gently when aborted: a month in progress may finish, for four seconds at most. */
  readonly gently?: AbortSignal;
  /** Receives every event, in order. What it throws is a process warning and stops nothing. */
  readonly onEvent?: (event: TableBuildEvent) => void;
  /** Receives each log line. What it throws stops nothing. */
  readonly onLog?: (line: LogEvent) => void;
}

/** How long a month in progress may take to finish after a gentle stop, in milliseconds. */
const MONTH_MAY_END = 4_000;

const tablesFlow = flow<AllTables, void>(TABLES_FLOW, { tags: ['tables'] }, (all, context) =>
  buildAllTables(all, context),
);

/**
 * Builds the tables of what an output directory holds, as a run of its own. Partitions that are as their sources are stay: the same
 * call again continues a build that was stopped. Resolves with its result also when months failed, or it was stopped. Rejects with a
 * TapehaulError when it cannot begin: `table_writer_missing`, `run_not_found` where nothing was collected, `output_in_use`, the
 * trouble of the bucket where the files are in one.
 */
export async function buildTables(
  outputDirectory: string,
  options: BuildTablesOptions,
): Promise<TablesResult> {
  const root = resolve(outputDirectory);
  const { builders = 1, runId = newRunId(), signal, gently } = options;
  await using tables = await openTables(root, { request: options.request, signal });
  await prepareOutputDirectory(root);
  const threads = await startMonthThreads({ staging: tableStaging(root), builders });
  try {
    const requests = new EarlyRequests();
    await using owned = await withOwnedRun(root, runId, (catalog) =>
      whenFree(
        () =>
          catalog.startRun(
            { runId, flow: TABLES_FLOW, parameters: parametersOf(options) },
            { onRequest: requests.receive },
          ),
        waitingOf(options),
      ),
    );
    await sweepUnfinished(root);
    const tally = new TableTally();
    const { storage } = tables;
    let handle: RunHandle<void> | undefined;
    const stop = gently && { signal: gently, cancel: () => handle?.cancel(stoppedBy(gently)) };
    handle = startFlow({ ...allOf(root, owned, options, { threads, tally, storage }), stop }, options);
    requests.pass(handle);
    const forget = stop === undefined ? undefined : cancelInTime(stop);
    const run = await handle.result.finally(forget);
    return await ended(owned, { root, storage: storage.address }, run, tally);
  } catch (thrown) {
    if (signal?.aborted === true) throw stoppedBy(signal);
    throw asTapehaulError(thrown);
  } finally {
    await threads.close();
  }
}

function waitingOf({ wait = false, onWait = () => {}, signal, gently }: BuildTablesOptions): Waiting {
  const stops = [signal, gently].filter((stop) => stop !== undefined);
  return { wait, onWait, signal: AbortSignal.any(stops) };
}

function allOf(
  root: string,
  { catalog, runId }: OwnedRun,
  { request, numbers, repair, rebuild, builders = 1, retries, onEvent }: BuildTablesOptions,
  parts: {
    readonly threads: MonthThreads;
    readonly tally: TableTally;
    readonly storage: TableStorage;
  },
): AllTables {
  const emit = (event: TableBuildEvent): void => notify(() => onEvent?.(event));
  return {
    ...parts,
    ...{ root, catalog, runId, request, numbers, repair, rebuild, retries, emit },
    concurrency: builders,
  };
}

function startFlow(all: AllTables, { signal, onLog }: BuildTablesOptions): RunHandle<void> {
  return tablesFlow.start(all, {
    runId: all.runId,
    listeners: [
      recordListener(all.catalog, () => ({})),
      (event) => {
        if (event.kind === 'log') notify(() => onLog?.(event));
      },
    ],
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Cancels a run some time after its gentle stop, whatever is in progress. Gives what ends that. */
function cancelInTime({ signal, cancel }: GentleStop): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    timer = setTimeout(cancel, MONTH_MAY_END);
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', start);
  };
}

/** Records how a run ended, and gives its result. */
async function ended(
  owned: OwnedRun,
  { root, storage }: { readonly root: string; readonly storage: string },
  run: FlowRun<void>,
  tally: TableTally,
): Promise<TablesResult> {
  const { state } = run;
  if (run.error !== undefined) tally.error = asTapehaulError(run.error).toJSON();
  const result: TablesResult = {
    kind: 'tables',
    status: statusOf(run),
    run_id: owned.runId,
    output_directory: root,
    storage,
    catalog: records.locate(root),
    manifest: tablesManifest(root),
    ...tally.summary(),
    exit_code:
      tally.error === null ? exitOfMonths([...tally.errors.values()]) : exitStatusOfError(tally.error),
  };
  await owned.end({ state, result });
  return result;
}

function parametersOf({ request, numbers, repair, rebuild }: TableRequest): object {
  return { request, numbers, repair, rebuild };
}

/** Notifies a listener, which must not fail the build. */
function notify(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
