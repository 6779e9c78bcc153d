import { join } from 'node:path';
import type { Catalog } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { createDownloader, type Downloader } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import { createCollectionMetrics } from '@tapehaul/metrics';
import type { FlowRun, Listener, RunHandle } from '@tapehaul/orchestrator';
import { collectionFlow } from './archive-collection-flow.ts';
import { catalogListener } from './catalog-listener.ts';
import type { Collection } from './collection.ts';
import { type CollectionMetadata, collectionMetadata } from './collection-metadata.ts';
import { chooseEngines, type Engines } from './engines.ts';
import type { WorkflowEvent } from './events.ts';
import { broughtBy, fileListener } from './file-listener.ts';
import { findingsOf, note } from './findings.ts';
import { writeMetadata } from './metadata-tasks.ts';
import { type CollectionResult, resultOf, statusOf } from './result.ts';
import { sweepUnfinished } from './run-files.ts';
import { settledEarlier } from './settled-earlier.ts';
import { targetOf } from './target.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** A run that this process owns in the catalog. */
export interface OwnedRun {
  readonly runId: string;
  readonly config: CollectionConfig;
  readonly options: WorkflowOptions;
  readonly today: string;
  /** Output directory, absolute. */
  readonly root: string;
  readonly catalogPath: string;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
  readonly gently: AbortSignal | undefined;
  /** Gets the run once it is under way. */
  readonly onStart: (handle: RunHandle<unknown>) => void;
}

/**
 * Runs a collection to its end, and records that. Resolves with the result also when files failed, or when it
 * was stopped; rejects when it cannot begin, and then the run is recorded as Crashed.
 */
export async function runCollection(owned: OwnedRun): Promise<CollectionResult> {
  const { runId, config, options, root, catalogPath, catalog, signal, onStart } = owned;
  const metrics = options.metrics ?? createCollectionMetrics();
  const findings = findingsOf(catalog, runId);
  const told = new Set<string>();
  const isTold = (event: WorkflowEvent): boolean => {
    const before = told.size;
    return told.add(JSON.stringify(event)).size === before;
  };
  let isPlanned = false;
  const emit = (event: WorkflowEvent): void => {
    // A flow that is run again tells its plan again.
    if (event.kind === 'planned' && !isPlanned) metrics.handle({ kind: 'planned', tasks: event.files });
    isPlanned ||= event.kind === 'planned';
    if (event.kind === 'verdict' && isTold(event)) return;
    if (event.kind === 'batch' || event.kind === 'fall_back') metrics.handle({ kind: event.kind });
    note(findings, event);
    tell(options.onEvent, event);
  };
  const traceparent = catalog.run(runId)?.traceparent ?? null;
  const earlier = settledEarlier(catalog, runId);
  metrics.handle({ kind: 'earlier', ...earlier.files });
  await sweepUnfinished(root);
  const engines = await chooseEngines(
    config,
    options.env ?? process.env,
    ({ transfers, succeeded, failed }) => emit({ kind: 'batch', transfers, succeeded, failed }),
  );
  const target = targetOf(config, root);
  const storage = typeof target === 'string' ? target : target.locate('');
  metrics.setting({ s5cmd_available: engines.s5cmd !== null, batch_mode_enabled: config.enable_batch_mode });
  emit(startedEvent(owned, engines, storage));
  const downloader = downloaderFor(owned, engines, target, emit);
  const { listener, inPlace } = fileListener({ catalog, metrics, emit });
  const metadata: Collection['metadata'] = (status, files) =>
    collectionMetadata({ runId, config, storage, catalog }, status, files);
  try {
    const collection = { ...collectionOf(owned), downloader, emit, onInPlace: inPlace, metadata };
    const { onLog } = options;
    const toLog: Listener = (event) => event.kind === 'log' && tell(onLog, event);
    const listeners = [listener, catalogListener(catalog, broughtBy), toLog];
    const handle = collectionFlow(config).start(collection, {
      runId,
      signal,
      listeners,
      ended: earlier.failed,
      ...(traceparent === null ? {} : { follows: traceparent }),
    });
    onStart(handle);
    stopGently(owned, downloader, handle);
    const run = await handle.result;
    const written = await lastMetadata(owned, run, metadata);
    const places = { output_directory: root, catalog: catalogPath };
    return recorded(owned, run, resultOf({ run, findings, metrics, metadata: written, places }));
  } finally {
    await downloader.close();
  }
}

function collectionOf({ runId, config, options, today, root, catalog }: OwnedRun) {
  const former = catalog.runs().rows.find((run) => run.runId !== runId && run.plannedAt !== null);
  return { runId, config, matrix: options.matrix, today, root, catalog, formerRunId: former?.runId };
}

/** The metadata of a run that has ended, written where its own last task did not come to that. */
async function lastMetadata(
  { root }: OwnedRun,
  run: FlowRun<CollectionMetadata>,
  metadata: Collection['metadata'],
): Promise<CollectionMetadata> {
  if (run.error === undefined) return run.output;
  const last = metadata(statusOf(run));
  await writeMetadata(root, last).catch(() => {});
  return last;
}

/** Records the end of a run; where the catalog cannot, the result says so. */
function recorded(
  { runId, catalog }: OwnedRun,
  run: FlowRun<CollectionMetadata>,
  result: CollectionResult,
): CollectionResult {
  const { verdicts: _, absent: __, ...record } = result;
  try {
    catalog.endRun(runId, run.state, record);
    return result;
  } catch (thrown) {
    // What was collected is there all the same; the next run finds the end of this one missing.
    const error = asTapehaulError(thrown);
    return { ...result, status: 'failed', error: error.toJSON(), exit_code: error.exitCode };
  }
}

/** Cancels a run that is to stop gently, once the files that had begun are in place, or after a while. */
function stopGently(
  { gently }: OwnedRun,
  downloader: Downloader,
  { cancel, result }: RunHandle<unknown>,
): void {
  const stop = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GRACE);
    });
    await Promise.race([downloader.drain(), grace, result]);
    clearTimeout(timer);
    cancel(gently?.aborted ? stoppedBy(gently) : undefined);
  };
  if (gently?.aborted) void stop();
  else gently?.addEventListener('abort', () => void stop(), { once: true });
}

/** Longest time that files under way get to end, in milliseconds. */
const GRACE = 10_000;

function startedEvent({ runId, config, root, catalogPath }: OwnedRun, engines: Engines, storage: string) {
  const { endpoint, bucket } = config.source;
  return {
    kind: 'started',
    run_id: runId,
    output_directory: root,
    storage,
    catalog: catalogPath,
    source: { endpoint, bucket },
    engine: engines.preferred,
    s5cmd: engines.s5cmd,
    why_not_s5cmd: engines.whyNotS5cmd,
    parallel_downloads: config.max_parallel_downloads,
    batch_size: config.enable_batch_mode ? config.batch_size : null,
  } as const;
}

function downloaderFor(
  { config, root, catalog, signal }: OwnedRun,
  { engines, choose }: Engines,
  target: ReturnType<typeof targetOf>,
  emit: (event: WorkflowEvent) => void,
): Downloader {
  return createDownloader({
    engines,
    choose,
    target,
    stateDirectory: join(root, '.tapehaul'),
    durability: config.durability,
    held: catalog,
    checksum: config.download_checksum,
    force: config.force_redownload,
    paranoid: config.paranoid,
    retry: QUICK_RETRY,
    pause: { after: PAUSE_AFTER, atMostSeconds: config.timeout_seconds },
    signal,
    onFallBack: ({ from, to }, { key }, error) =>
      emit({ kind: 'fall_back', key, from, to, error: error.toJSON() }),
    onPause: (engine, error) => emit({ kind: 'paused', engine, error: error.toJSON() }),
  });
}

/** One more try at once for a blip; the retries that a configuration asks for come after it. */
const QUICK_RETRY = { retries: 1, delaySeconds: 0.5 };

/** Failures in a row that tell of a source in trouble. */
const PAUSE_AFTER = 12;

/** Tells a listener of an event; a listener that fails must not fail the collection. */
function tell<Event>(listener: ((event: Event) => void) | undefined, event: Event): void {
  try {
    listener?.(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
