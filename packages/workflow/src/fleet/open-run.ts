import type { Catalog, RunRecord } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { Downloader } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import type { ChangeablePace } from '@tapehaul/s3';
import { downloaderFor } from '../collect/collection-downloader.ts';
import type { PartRun } from '../collect/parts/plan-part.ts';
import { readRecordedRun, recordedOrigins } from '../collect/recorded-run.ts';
import type { FetchingRun } from '../collect/steps/archive-file.ts';
import { formerRunOf } from '../collect/steps/upstream-changes.ts';
import { RunDisputes } from '../disputes/run-disputes.ts';
import { type AccessOf, sourcePace, USUAL_ACCESS } from '../engines/access.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import { EngineSearch } from '../engines/engine-search.ts';
import { chooseEngines } from '../engines/engines.ts';
import { otherRouteBy } from '../engines/other-route.ts';
import type { Moved } from '../events/batch-report.ts';
import type { WorkflowEvent } from '../events/events.ts';
import { RunShare, sharedConfig } from './run-share.ts';
import { stateForRun } from './state/worker-state.ts';
import { TracedRun } from './traces/traced-run.ts';
import type { WorkerEvent } from './worker-events.ts';

/** What a worker opens runs with. */
export interface RunNeeds {
  /** Names the worker. */
  readonly holder: string;
  /** Directory for what arrives, where the output directory is not on this machine. */
  readonly staging: string;
  readonly env: NodeJS.ProcessEnv;
  readonly access?: AccessOf;
  readonly onEvent: (event: WorkerEvent) => void;
  /** Receives what the engines of a run report, such as that they pause. */
  readonly onRunEvent: (runId: string, event: WorkflowEvent) => void;
}

/** A run as it is recorded, and the record that it is in. */
export interface FoundRun {
  readonly root: string;
  readonly catalog: Catalog;
  readonly record: RunRecord;
}

/** What batches of a run are worked on with, until the number of its workers changes. */
export interface Fetching extends Omit<FetchingRun, 'hub'>, Pick<PartRun, 'root' | 'target' | 'today'> {
  /** Under the limits of one worker. */
  readonly downloader: Downloader;
}

interface Generation {
  readonly workers: number;
  readonly fetching: Fetching;
  users: number;
}

/** What does not change while a run is open. */
interface Prepared extends Omit<Fetching, 'downloader' | 'otherRoute' | 'config' | 'pace'> {
  readonly config: CollectionConfig;
  /** One for all that this worker requests for the run, at its share of the rate. */
  readonly pace: ChangeablePace | undefined;
  readonly state: string;
  readonly search: EngineSearch;
}

/** A run that a worker works on: its record, and engines that are kept while batches of it come. */
export class OpenRun {
  readonly found: FoundRun;
  readonly traced: TracedRun;
  readonly #needs: RunNeeds;
  readonly #share: RunShare;
  readonly #closing = new AbortController();
  #prepared: Promise<Prepared> | undefined;
  #latest: { readonly workers: number; readonly made: Promise<Generation> } | undefined;
  /** Calls that have no generation yet. */
  #entering = 0;
  readonly #open = new Set<Generation>();
  /** What the engines have reported since the last batch ended: it is not about single batches of the run. */
  #moved = { transfer_batches: 0, fall_backs: 0 };

  constructor(found: FoundRun, needs: RunNeeds) {
    this.found = found;
    this.traced = new TracedRun(found.catalog, found.record.runId);
    this.#needs = needs;
    this.#share = new RunShare(found.catalog, found.record.runId, needs.holder);
  }

  /**
   * Works with the engines of the run, under this worker's share of its rate. Rejects with a TapehaulError where they are not available on this
   * machine, or this release cannot read what the run was requested to do.
   */
  async fetching<Result>(work: (fetching: Fetching) => Promise<Result>): Promise<Result> {
    this.#entering += 1;
    const generation = await this.#current().finally(() => {
      this.#entering -= 1;
    });
    generation.users += 1;
    try {
      return await work(generation.fetching);
    } finally {
      generation.users -= 1;
      await this.#closeUnused();
    }
  }

  /** What engines have moved since this was called last. */
  takeMoved(): Omit<Moved, 'bytes'> {
    const moved = this.#moved;
    this.#moved = { transfer_batches: 0, fall_backs: 0 };
    return moved;
  }

  /** Lets no further file begin to be fetched; resolves once those that had begun are in place or given up. */
  async drain(): Promise<void> {
    await Promise.all([...this.#open].map(({ fetching }) => fetching.downloader.drain()));
  }

  /** Gives up what is held. Rejects with what cannot be closed. */
  async close(): Promise<void> {
    this.#closing.abort(new TapehaulError('cancelled', 'the run was closed'));
    const prepared = await this.#prepared?.catch(() => undefined);
    await this.#latest?.made.catch(() => undefined);
    prepared?.search.end();
    const ends = await Promise.allSettled([
      ...[...this.#open].map(({ fetching }) => fetching.downloader.close()),
      prepared?.disputes[Symbol.asyncDispose](),
    ]);
    ends.push(...(await Promise.allSettled([this.found.catalog.close()])));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #current(): Promise<Generation> {
    this.#prepared ??= this.#prepare();
    const prepared = await this.#prepared.catch((error: unknown) => {
      // Whatever forbade it may pass.
      this.#prepared = undefined;
      throw error;
    });
    const workers = await this.#share.workers();
    if (this.#latest?.workers !== workers) this.#latest = { workers, made: this.#make(prepared, workers) };
    const latest = this.#latest;
    return latest.made.catch((error: unknown) => {
      if (this.#latest === latest) this.#latest = undefined;
      throw error;
    });
  }

  async #prepare(): Promise<Prepared> {
    const { root, catalog, record } = this.found;
    const { env, access: accessOf = USUAL_ACCESS, staging } = this.#needs;
    const { runId } = record;
    const { config, today } = readRecordedRun(root, record);
    const { source: access, storage } = accessOf(config);
    const network = access.network ?? networkOf(env);
    const pace = sourcePace(config);
    return {
      ...{ runId, config, catalog, root, network, access, today },
      target: collectionTarget(config, root, storage, storage.network ?? networkOf(env)),
      formerRunId: await formerRunOf(catalog, runId),
      origins: recordedOrigins(config),
      pace,
      disputes: new RunDisputes({ runId, catalog, config, root, network, pace }),
      state: await stateForRun({ root, runId }, config, staging),
      search: new EngineSearch(config, env),
    };
  }

  /** Makes the engines for the share of one of that many workers. */
  async #make(prepared: Prepared, workers: number): Promise<Generation> {
    const { env, access: accessOf = USUAL_ACCESS, onEvent, onRunEvent } = this.#needs;
    const { state, search, ...rest } = prepared;
    const { runId, root, catalog, network, access, pace } = rest;
    const config = sharedConfig(prepared.config, workers);
    if (config.max_requests_per_second !== undefined) pace?.keepTo(config.max_requests_per_second);
    const { storage, confined = false } = accessOf(prepared.config);
    const onBatch = (): void => {
      this.#moved.transfer_batches += 1;
    };
    const engines = await chooseEngines({ config, network, access, env, search, onBatch, pace });
    const downloader = downloaderFor({
      ...{ config, root, catalog, engines, confined, sharedState: state },
      target: collectionTarget(config, root, storage, storage.network ?? networkOf(env)),
      signal: this.#closing.signal,
      emit: (event) => {
        if (event.kind === 'fall_back') this.#moved.fall_backs += 1;
        onRunEvent(runId, event);
      },
      onMove: undefined,
    });
    const otherRoute = otherRouteBy(engines.engines);
    const generation = { workers, fetching: { ...rest, config, downloader, otherRoute }, users: 0 };
    this.#open.add(generation);
    onEvent({ kind: 'worker_run', run_id: runId, output_directory: root, staging: state, workers });
    return generation;
  }

  /** Closes engines of former shares that no batch is worked on with any more. */
  async #closeUnused(): Promise<void> {
    const latest = this.#latest?.workers;
    for (const generation of this.#open) {
      if (generation.workers === latest || generation.users > 0 || this.#entering > 0) continue;
      this.#open.delete(generation);
      await generation.fetching.downloader.close().catch(() => {});
    }
  }
}
