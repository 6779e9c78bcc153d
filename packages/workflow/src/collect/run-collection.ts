import { firstRows } from '@tapehaul/catalog';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import type { FlowRun, RunHandle } from '@tapehaul/orchestrator';
import { failureLine } from '../events/failure-line.ts';
import { FILE_TASK } from '../flow-names.ts';
import { type UnknownSeries, unknownSeries } from '../plan/records/unknown-series.ts';
import { records } from '../record-store.ts';
import type { CollectionMetadata } from '../result/collection-metadata.ts';
import { type CollectionResult, resultOf } from '../result/result.ts';
import { unknownAtEnd } from '../result/unknown-at-end.ts';
import { collectionFlow } from './archive-collection-flow.ts';
import { type PreparedRun, prepareRun, type RunRequestOptions } from './prepare-run.ts';
import { givenUp, isLocked, lastMetadata, recordedResult, unlessTakenOver } from './run-end.ts';
import type { CollectionRun } from './steps/collection-run.ts';
import { StopClock } from './stop/stop-clock.ts';
import { stopGently } from './stop/stop-gently.ts';
import { reportStopWaits, type StopStep } from './stop/stop-waits.ts';

/** How a run is controlled from outside. */
export interface CollectionControl {
  /** Stops the run gently: files in progress may finish. */
  readonly gently: AbortSignal | undefined;
  /** Receives the run once it has started. */
  readonly onStart: (handle: RunHandle<unknown>) => void;
}

/**
 * Runs a collection to its end, and records that. Resolves with the result also when files failed, or when it
 * was stopped; rejects when it cannot begin: the caller records that.
 */
export async function runCollection(
  requested: RunRequestOptions,
  { gently, onStart }: CollectionControl,
): Promise<CollectionResult> {
  const { owned, signal } = requested;
  const clock = new StopClock({ signal, gently, isOnFleet: requested.options.fleet !== undefined });
  const prepared = await prepareRun(requested, clock).catch((error: unknown) => {
    clock.end();
    throw error;
  });
  const { run, hub, findings, metrics } = prepared;
  const { downloader } = run;
  let isClosing = false;
  const step = (): StopStep => (isClosing ? 'closing' : run.phase === 'new' ? 'planning' : 'working');
  const stopReports = reportStopWaits({ stopped: clock.stopped, downloader, step, onWait: hub.emit });
  try {
    const handle = startFlow(prepared, signal);
    onStart(handle);
    if (gently !== undefined) stopGently(gently, downloader, handle, () => isSettled(run));
    const overdue = clock.overdue.then(async (error) => {
      await run.files.settled().catch(() => {});
      return givenUp(run, error);
    });
    const last = await Promise.race([handle.result, overdue]);
    const ended = unlessLocked(await unlessTakenOver(run, last, clock.stopped), clock.stopped);
    if (ended.state === 'Failed' && ended.error !== undefined) {
      hub.listener(failureLine(run.runId, asTapehaulError(ended.error)));
    }
    isClosing = true;
    const metadata = await lastMetadata(run, ended, clock);
    const unknown = await unknownOf(prepared, ended);
    const { config } = run;
    const isStrict = config.fail_on === 'missing' && ended.state === 'Completed';
    const { coverage, tables } = run;
    const missing = isStrict ? (coverage?.missing ?? 0) : 0;
    const settled = run.settledDays.known();
    const places = { output_directory: run.root, catalog: records.locate(run.root) };
    const result = await recordedResult(
      owned,
      ended,
      resultOf({
        run: ended,
        findings,
        unknown,
        coverage,
        tables,
        missing,
        settled,
        config,
        metrics,
        metadata,
        places,
      }),
    );
    hub.close();
    return result;
  } finally {
    // What was collected is in place, whatever cannot be closed.
    const closing = Promise.all([downloader.close(), run.disputes[Symbol.asyncDispose]()]).then(() => {});
    await clock.lastStep(closing).catch((thrown) => process.emitWarning(asTapehaulError(thrown)));
    stopReports();
    clock.end();
  }
}

function startFlow(
  { run, hub, fleet, failedEarlier, traceparent }: PreparedRun,
  signal: AbortSignal,
): RunHandle<CollectionMetadata> {
  return collectionFlow(run.config).start(run, {
    runId: run.runId,
    signal,
    listeners: fleet === undefined ? [hub.listener] : [hub.listener, fleet.pause.listener],
    ended: failedEarlier,
    ...(traceparent === null ? {} : { follows: traceparent }),
  });
}

/** What the run requested and the archive has nothing of; what only the record knows of that is for a run that has finished. */
async function unknownOf(
  { run, findings, absentFiles }: PreparedRun,
  { state }: FlowRun<unknown>,
): Promise<UnknownSeries[]> {
  if (state === 'Cancelled' || state === 'Failed') return unknownSeries(run.config, findings.verdicts);
  return unknownAtEnd(run, findings.verdicts, absentFiles);
}

/** Whether every file of a run has ended, and its tables are built: it only has its last files to write. */
async function isSettled(run: CollectionRun): Promise<boolean> {
  const { runId, phase, config, tables, catalog, files, followUps } = run;
  await files.settled().catch(() => {});
  if (phase === 'new' || (config.tables !== false && tables === null)) return false;
  const isLeft = (await firstRows(catalog.remainingTasks(runId, FILE_TASK), 1)).length > 0;
  return !isLeft && !(await followUps.isDue());
}

/** How a run ended. A record that another process has locked must not hide that the run was stopped. */
function unlessLocked(ended: FlowRun<CollectionMetadata>, stopped: AbortSignal): FlowRun<CollectionMetadata> {
  if (!stopped.aborted || !isLocked(ended.error)) return ended;
  return { runId: ended.runId, state: 'Cancelled', counts: ended.counts, error: stoppedBy(stopped) };
}
