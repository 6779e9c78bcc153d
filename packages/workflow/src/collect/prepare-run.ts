import { sourceAddress } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import { createCollectionMetrics } from '@tapehaul/metrics';
import type { Network } from '@tapehaul/network';
import type { TaskCounts } from '@tapehaul/orchestrator';
import { RunDisputes } from '../disputes/run-disputes.ts';
import { sourcePace, USUAL_ACCESS } from '../engines/access.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import type { EngineSearch } from '../engines/engine-search.ts';
import { chooseEngines, type Engines } from '../engines/engines.ts';
import { otherRouteBy } from '../engines/other-route.ts';
import { AbsentFiles } from '../events/absent-files.ts';
import { engineStatistics, foundInEvent } from '../events/engines-stated.ts';
import type { StartedEvent } from '../events/events.ts';
import { findingsOf, type RunFindings } from '../events/findings.ts';
import { EventHub } from '../events/hub.ts';
import { PART_TASK } from '../flow-names.ts';
import type { OwnedRun } from '../owned-run.ts';
import { SettledCounts } from '../plan/settled/settled-counts.ts';
import { records } from '../record-store.ts';
import { sweepUnfinished } from '../result/run-files.ts';
import { checkTableWriter } from '../tables/check-table-writer.ts';
import { ClaimedFiles } from './batches/claimed-files.ts';
import { downloaderFor } from './collection-downloader.ts';
import { FleetFiles } from './fleet/fleet-files.ts';
import { FLEET_PACE } from './fleet/fleet-pace.ts';
import { FollowUps } from './follow-ups/follow-ups.ts';
import { seenBefore } from './parts/seen-before.ts';
import { planInParts } from './parts/store-parts.ts';
import { countedBefore } from './seen/counted-before.ts';
import { settledEarlier } from './seen/settled-earlier.ts';
import type { CollectionRun } from './steps/collection-run.ts';
import { formerRunOf } from './steps/upstream-changes.ts';
import type { StopClock } from './stop/stop-clock.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** What a run is requested for, and what it works with. */
export interface RunRequestOptions {
  readonly owned: OwnedRun;
  readonly config: CollectionConfig;
  readonly options: WorkflowOptions;
  /** The UTC day that decides what can be published. */
  readonly today: string;
  /** Output directory, absolute. */
  readonly root: string;
  /** Finds what engines need on this machine, where the configuration has use for them. */
  readonly search: EngineSearch;
  /** How everything of the run connects, unless its access says otherwise. */
  readonly network: Network;
  /** Stops the run. */
  readonly signal: AbortSignal;
}

/** A run that is ready to start, and what its result is made from. */
export interface PreparedRun {
  readonly run: CollectionRun;
  readonly hub: EventHub;
  readonly findings: RunFindings;
  readonly absentFiles: AbsentFiles;
  readonly metrics: ReturnType<typeof createCollectionMetrics>;
  /** Has the files done by a fleet; undefined where this process does them. */
  readonly fleet: FleetFiles | undefined;
  /** Files that had failed before the run was resumed and are not tried again, by state. */
  readonly failedEarlier: TaskCounts;
  /** The span that the run follows, as W3C traceparent; null for a new one. */
  readonly traceparent: string | null;
}

/** Chooses the engines and opens the downloader of a run. Rejects with a TapehaulError when the run cannot begin. */
export async function prepareRun(requested: RunRequestOptions, clock: StopClock): Promise<PreparedRun> {
  const { owned, config, options, today, root, search, signal } = requested;
  const { runId, catalog } = owned;
  const metrics = options.metrics ?? createCollectionMetrics();
  const recorded = await catalog.run(runId);
  const phase = recorded?.plannedAt === null ? 'new' : 'planned';
  const absentFiles = new AbsentFiles();
  const findings = await findingsOf(catalog, runId, phase, absentFiles);
  const { access: accessOf = USUAL_ACCESS, onEvent, onLog, onState, onMove, env, matrix } = options;
  const { origins, plan } = options;
  const access = accessOf(config);
  const network = access.source.network ?? requested.network;
  const target = collectionTarget(config, root, access.storage, access.storage.network ?? requested.network);
  const folder = typeof target === 'string' ? target : null;
  const storage = typeof target === 'string' ? target : target.locate('');
  const { planning } = config;
  const files = new ClaimedFiles({ catalog, runId });
  const hub = new EventHub({
    runId,
    catalog,
    files,
    metrics,
    findings,
    absentFiles,
    planning,
    folder,
    onEvent,
    onLog,
    onState,
  });
  const earlier = await settledEarlier({ catalog, runId, phase });
  hub.count({ kind: 'earlier', ...earlier.files });
  await clock.unlessStopped(sweepUnfinished(root));
  if (config.tables !== false) await clock.unlessStopped(checkTableWriter(root));
  const onBatch: Parameters<typeof chooseEngines>[0]['onBatch'] = ({ transfers, succeeded, failed }) =>
    hub.emit({ kind: 'batch', transfers, succeeded, failed });
  const pace = sourcePace(config);
  const needs = { config, network, access: access.source, env, search, onBatch, pace };
  const engines = await clock.unlessStopped(chooseEngines(needs));
  metrics.setting(engineStatistics(config, engines));
  hub.emit(startedEvent({ runId, config, root, storage }, engines));
  const { confined = false } = access;
  const { fleet: engine, fleetPace = FLEET_PACE } = options;
  const followed = { runId, catalog, hub, findings, absentFiles, pace: fleetPace, atOnce: signal };
  const fleet = engine === undefined ? undefined : new FleetFiles({ ...followed, engine });
  const elsewhere =
    fleet === undefined || engine === undefined
      ? undefined
      : new FleetFiles({ ...followed, engine, pause: fleet.pause }, PART_TASK);
  const parts: Omit<CollectionRun, 'followUps'> = {
    ...{ runId, config, phase, matrix, today, root, storage, target, catalog, files, network, origins, hub },
    fleet,
    planInParts: planInParts({ elsewhere, objects: options.fleetPartObjects, findings }),
    plan,
    formerRunId: await formerRunOf(catalog, runId),
    coverage: null,
    tables: null,
    settledDays: phase === 'new' ? new SettledCounts(null) : await countedBefore(root, runId),
    seen: phase === 'new' ? [] : await seenBefore(catalog, runId),
    disputes: new RunDisputes({ runId, catalog, config, root, network, pace }),
    access: access.source,
    pace,
    otherRoute: otherRouteBy(engines.engines),
    downloader: downloaderFor({
      ...{ config, root, catalog, signal, engines, target, confined, onMove },
      emit: hub.emit,
    }),
  };
  const run: CollectionRun = Object.assign(parts, { followUps: new FollowUps(parts) });
  const failedEarlier = earlier.failed;
  return {
    run,
    hub,
    findings,
    absentFiles,
    metrics,
    fleet,
    failedEarlier,
    traceparent: recorded?.traceparent ?? null,
  };
}

function startedEvent(
  { runId, config, root, storage }: Pick<CollectionRun, 'runId' | 'config' | 'root' | 'storage'>,
  engines: Engines,
): StartedEvent {
  const { endpoint, bucket } = config.source;
  return {
    kind: 'started',
    run_id: runId,
    output_directory: root,
    storage,
    catalog: records.locate(root),
    source: { endpoint, bucket, address: sourceAddress(config.source) },
    engine: engines.preferred,
    ...foundInEvent(engines),
    parallel_downloads: config.max_parallel_downloads,
    batch_size: config.enable_batch_mode ? config.batch_size : null,
  };
}
