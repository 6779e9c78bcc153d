import { sourceAddress } from '@tapehaul/archive';
import { asTapehaulError, type CodedError, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import { createCollectionMetrics } from '@tapehaul/metrics';
import type { FlowRun, Listener } from '@tapehaul/orchestrator';
import { USUAL_ACCESS } from '../engines/access.ts';
import { chooseEngines, type Engines } from '../engines/engines.ts';
import { otherWayBy } from '../engines/other-way.ts';
import { targetOf } from '../engines/target.ts';
import { catalogListener } from '../events/catalog-listener.ts';
import { eventDesk, tell } from '../events/event-desk.ts';
import { failureLine } from '../events/failure-line.ts';
import { broughtBy, fileListener } from '../events/file-listener.ts';
import { FILE_TASK, FLOW_NAME } from '../flow-names.ts';
import { type CollectionMetadata, collectionMetadata } from '../result/collection-metadata.ts';
import { findingsOf } from '../result/findings.ts';
import { type CollectionResult, resultOf, statusOf } from '../result/result.ts';
import { sweepUnfinished } from '../result/run-files.ts';
import { collectionFlow } from './archive-collection-flow.ts';
import type { Collection } from './collection.ts';
import { downloaderFor } from './collection-downloader.ts';
import type { OwnedRun } from './owned-run.ts';
import { settledEarlier } from './settled-earlier.ts';
import { writeMetadata } from './steps/metadata-tasks.ts';
import { StopClock } from './stop/stop-clock.ts';
import { stopGently } from './stop/stop-gently.ts';
import { type Ending, reportStopWaits } from './stop/stop-waits.ts';

/**
 * Runs a collection to its end, and records that. Resolves with the result also when files failed, or when it
 * was stopped; rejects when it cannot begin: the caller records that.
 */
export async function runCollection(owned: OwnedRun): Promise<CollectionResult> {
  const { runId, config, options, root, catalogPath, catalog, signal, gently, onStart } = owned;
  const metrics = options.metrics ?? createCollectionMetrics();
  const findings = findingsOf(catalog, runId);
  const clock = new StopClock({ signal, gently });
  let isOver = false;
  const desk = eventDesk({ metrics, findings, onEvent: options.onEvent });
  // What is not waited for any more may still come to an end, which nobody hears then.
  const emit: typeof desk = (event) => (isOver ? undefined : desk(event));
  const traceparent = catalog.run(runId)?.traceparent ?? null;
  const earlier = settledEarlier(catalog, runId);
  metrics.handle({ kind: 'earlier', ...earlier.files });
  const access = (options.access ?? USUAL_ACCESS)(config);
  const network = access.source.network ?? owned.network;
  await clock.unlessStopped(sweepUnfinished(root));
  const choosing = chooseEngines({ ...owned, network }, access.source, ({ transfers, succeeded, failed }) =>
    emit({ kind: 'batch', transfers, succeeded, failed }),
  );
  const engines = await clock.unlessStopped(choosing);
  const target = targetOf(config, root, access.storage, access.storage.network ?? owned.network);
  const storage = typeof target === 'string' ? target : target.locate('');
  metrics.setting({ s5cmd_available: engines.s5cmd !== null, batch_mode_enabled: config.enable_batch_mode });
  emit(startedEvent(owned, engines, storage));
  const downloader = downloaderFor(owned, engines, target, access.confined ?? false, emit);
  const { planning } = config;
  const folder = typeof target === 'string' ? target : null;
  const { listener, inPlace } = fileListener({ catalog, metrics, emit, planning, runId, folder });
  const metadata: Collection['metadata'] = (status, files) =>
    collectionMetadata({ runId, config, storage, catalog }, status, files);
  let step: Ending = 'planning';
  const isPlanned = (): boolean => catalog.run(runId)?.plannedAt !== null;
  const stopReports = reportStopWaits({
    stopped: clock.stopped,
    downloader,
    step: () => (step === 'planning' && isPlanned() ? 'working' : step),
    onWait: desk,
  });
  try {
    const collection = {
      ...collectionOf({ ...owned, network }),
      access: access.source,
      otherWay: otherWayBy(engines.engines),
      downloader,
      emit,
      onInPlace: inPlace,
      metadata,
    };
    const { onLog } = options;
    const toLog: Listener = (event) => event.kind === 'log' && tell(onLog, event);
    const toCatalog = catalogListener(catalog, broughtBy);
    const listeners = [listener, toCatalog, toLog];
    const handle = collectionFlow(config).start(collection, {
      runId,
      signal,
      listeners,
      ended: earlier.failed,
      ...(traceparent === null ? {} : { follows: traceparent }),
    });
    onStart(handle);
    const isSettled = (): boolean =>
      isPlanned() && catalog.remainingTasks(runId, FILE_TASK).next().done === true;
    if (gently !== undefined) stopGently(gently, downloader, handle, isSettled);
    const ended = await Promise.race([handle.result, clock.overdue.then((error) => givenUp(owned, error))]);
    // A record that another process has locked must not hide that the run was stopped.
    const run =
      clock.stopped.aborted && isLocked(ended.error)
        ? ({ runId, state: 'Cancelled', counts: ended.counts, error: stoppedBy(clock.stopped) } as const)
        : ended;
    if (run.state === 'Failed' && run.error !== undefined) {
      const line = failureLine(runId, asTapehaulError(run.error));
      for (const tellOf of [toCatalog, toLog]) tellOf(line);
    }
    step = 'closing';
    const written = await lastMetadata(owned, run, metadata, clock);
    const places = { output_directory: root, catalog: catalogPath };
    const result = recorded(owned, run, resultOf({ run, findings, metrics, metadata: written, places }));
    isOver = true;
    return result;
  } finally {
    // What was collected is in place, whatever cannot be closed.
    await clock.lastStep(downloader.close()).catch((thrown) => process.emitWarning(asTapehaulError(thrown)));
    stopReports();
    clock.end();
  }
}

/** The end of a run that was stopped, and of which something still hangs. */
function givenUp({ runId, catalog }: OwnedRun, error: TapehaulError): FlowRun<CollectionMetadata> {
  const counts = Object.entries(catalog.counts(runId)).map(([state, { tasks }]) => [state, tasks]);
  return { runId, state: 'Cancelled', counts: Object.fromEntries(counts), error };
}

function collectionOf({ runId, config, options, today, root, catalog, network }: OwnedRun) {
  const newest = catalog.runs({ flow: FLOW_NAME, planned: true, limit: 2 }).rows;
  const former = newest.find((run) => run.runId !== runId);
  const { matrix, origins } = options;
  return { runId, config, matrix, origins, network, today, root, catalog, formerRunId: former?.runId };
}

/** The metadata of a run that has ended, written where its own last task did not come to that. */
async function lastMetadata(
  { root }: OwnedRun,
  run: FlowRun<CollectionMetadata>,
  metadata: Collection['metadata'],
  clock: StopClock,
): Promise<CollectionMetadata> {
  if (run.error === undefined) return run.output;
  const last = metadata(statusOf(run));
  await clock.lastStep(writeMetadata(root, last).catch(() => {}));
  return last;
}

/** Failures that the record of a run lists with its result, for a first look; its tasks have them all. */
const RECORDED_FAILURES = 100;

/** Records the end of a run; where the catalog cannot, the result says so. */
function recorded(
  { runId, catalog }: OwnedRun,
  run: FlowRun<CollectionMetadata>,
  result: CollectionResult,
): CollectionResult {
  const { verdicts: _, absent: __, failures, ...record } = result;
  try {
    catalog.endRun(runId, run.state, { ...record, failures: failures.slice(0, RECORDED_FAILURES) });
    return result;
  } catch (thrown) {
    // What was collected is there all the same; the next run finds the end of this one missing.
    const error = asTapehaulError(thrown);
    if (run.state === 'Cancelled' && isLocked(error)) return result;
    return { ...result, status: 'failed', error: error.toJSON(), exit_code: error.exitCode };
  }
}

/** Whether another process has the record locked. */
function isLocked(error: CodedError | undefined): boolean {
  return error?.code === 'catalog_failed' && error.facts.locked === true;
}

function startedEvent({ runId, config, root, catalogPath }: OwnedRun, engines: Engines, storage: string) {
  const { endpoint, bucket } = config.source;
  return {
    kind: 'started',
    run_id: runId,
    output_directory: root,
    storage,
    catalog: catalogPath,
    source: { endpoint, bucket, address: sourceAddress(config.source) },
    engine: engines.preferred,
    s5cmd: engines.s5cmd,
    why_not_s5cmd: engines.whyNotS5cmd,
    parallel_downloads: config.max_parallel_downloads,
    batch_size: config.enable_batch_mode ? config.batch_size : null,
  } as const;
}
