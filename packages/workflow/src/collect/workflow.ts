import { resolve } from 'node:path';
import { utcDay } from '@tapehaul/archive';
import type { Catalog, Wish } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { networkOf } from '@tapehaul/network';
import { newRunId, type RunHandle } from '@tapehaul/orchestrator';
import { recordPath } from '../directory.ts';
import { S5cmdSearch } from '../engines/s5cmd-search.ts';
import { failureLine } from '../events/failure-line.ts';
import { FLOW_DESCRIPTION, FLOW_NAME, FLOW_TAGS, FLOW_VERSION } from '../flow-names.ts';
import { prepareOutputDirectory } from '../output-directory.ts';
import { closeQuietly } from '../record.ts';
import { openCatalog } from '../record-store.ts';
import type { CollectionResult } from '../result/result.ts';
import { runCollection } from './run-collection.ts';
import { whenFree } from './when-free.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** How a workflow is executed. */
export interface ExecuteOptions {
  /** Id of a new run, for a caller that has told it to somebody already; a new one by default. */
  readonly runId?: string;
  /** Stops the run in order when aborted: files under way are given up. */
  readonly signal?: AbortSignal;
  /** Stops the run gently when aborted: files under way may end, for four seconds at most. */
  readonly gently?: AbortSignal;
  /** Whether to wait while another run owns the output directory; false by default: that is refused. */
  readonly wait?: boolean;
}

/** What the flow is called and how often it tries, as the teams' tools read it. */
export interface FlowConfig {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly version: string;
  /** Tasks run concurrently, in this process. */
  readonly task_runner: 'concurrent';
  /** How often the flow is run again after an error that may pass. */
  readonly retries: number;
  readonly retry_delay_seconds: number;
}

/** Collects the archive as a configuration says: plan, download, verify, record. */
export class ArchiveCollectionWorkflow {
  readonly #config: CollectionConfig;
  readonly #options: WorkflowOptions;

  constructor(config: CollectionConfig, options: WorkflowOptions = {}) {
    this.#config = config;
    this.#options = options;
  }

  getFlowConfig(): FlowConfig {
    return {
      name: FLOW_NAME,
      description: FLOW_DESCRIPTION,
      tags: FLOW_TAGS,
      version: FLOW_VERSION,
      task_runner: 'concurrent',
      retries: this.#config.retry_attempts,
      retry_delay_seconds: this.#config.retry_delay_seconds,
    };
  }

  /**
   * Runs the collection. Resolves with its result also when files failed or it was stopped by the signal.
   * Rejects with a TapehaulError when it cannot begin: `output_in_use`, `catalog_newer`, `catalog_failed`,
   * and `config_invalid` for a proxy or an authority of the environment that is faulty.
   */
  execute(options: ExecuteOptions = {}): Promise<CollectionResult> {
    const { today = utcDay() } = this.#options;
    const { runId = newRunId() } = options;
    const parameters = { config: this.#config, today };
    return this.#own({ ...options, runId, today }, (catalog, onWish) => {
      catalog.startRun({ runId, flow: FLOW_NAME, parameters, tags: FLOW_TAGS }, { onWish });
    });
  }

  /**
   * Takes up a run of this configuration again that was stopped, crashed or failed, with what is left of it; and
   * with what had failed, when `failed` is true. {@link resumeCollection} finds the configuration of a run.
   * Rejects as {@link ArchiveCollectionWorkflow.execute} does, and with `run_not_found` or `run_complete`.
   */
  resume(
    runId: string,
    {
      failed = false,
      parameters,
      ...options
    }: ExecuteOptions & {
      readonly failed?: boolean;
      /** What is recorded from now on as what the run was asked to do. */
      readonly parameters?: unknown;
    } = {},
  ): Promise<CollectionResult> {
    const { today = utcDay() } = this.#options;
    return this.#own({ ...options, runId, today }, (catalog, onWish) => {
      catalog.resumeRun(runId, { failed, parameters }, { onWish });
    });
  }

  async #own(
    {
      runId,
      today,
      signal,
      gently,
      wait = false,
    }: ExecuteOptions & { readonly runId: string; readonly today: string },
    begin: (catalog: Catalog, onWish: (wish: Wish) => void) => void,
  ): Promise<CollectionResult> {
    const { env = process.env } = this.#options;
    const network = networkOf(env);
    const search = new S5cmdSearch(this.#config, env);
    const root = resolve(this.#config.output_directory);
    const catalogPath = recordPath(root);
    let catalog: Catalog;
    try {
      await prepareOutputDirectory(root);
      catalog = openCatalog(catalogPath);
    } catch (error) {
      search.end();
      throw error;
    }
    const ended = new AbortController();
    const stop = signal ?? new AbortController().signal;
    let handle: RunHandle<unknown> | undefined;
    const early: Wish[] = [];
    const onWish = (wish: Wish): void => {
      if (handle === undefined) early.push(wish);
      else handle[wish]();
    };
    for (const stopped of [stop, ...(gently === undefined ? [] : [gently])]) {
      stopped.addEventListener('abort', () => catalog.hurry(), { once: true, signal: ended.signal });
    }
    const onStart = (started: RunHandle<unknown>): void => {
      handle = started;
      for (const wish of early) started[wish]();
    };
    try {
      await whenFree(() => begin(catalog, onWish), {
        wait,
        signal: gently === undefined ? stop : AbortSignal.any([stop, gently]),
        onWait: (error) => {
          search.forget();
          this.#options.onEvent?.({ kind: 'waiting', error: error.toJSON() });
        },
      });
      const [config, options] = [this.#config, this.#options];
      const owned = {
        runId,
        config,
        options,
        today,
        root,
        catalogPath,
        catalog,
        s5cmd: search,
        network,
        signal: stop,
        gently,
        onStart,
      };
      return await runCollection(owned).catch((error: unknown) => {
        recordRefusal(catalog, runId, asTapehaulError(error));
        throw error;
      });
    } finally {
      ended.abort();
      search.end();
      closeQuietly(catalog);
    }
  }
}

/** Records why a run could not begin; where the record cannot be written, that reason still is what is thrown. */
function recordRefusal(catalog: Catalog, runId: string, refusal: TapehaulError): void {
  try {
    if (refusal.code !== 'cancelled') catalog.recordLog(failureLine(runId, refusal));
    catalog.endRun(runId, ENDS[refusal.code] ?? 'Failed', { error: refusal });
  } catch {
    // The next process finds that the end of this run is missing, and calls it Crashed.
  }
}

/** States in which a run ends that could not begin, where that is not Failed. */
const ENDS: Readonly<Record<string, string>> = { internal: 'Crashed', cancelled: 'Cancelled' };

/**
 * The flow as a function, for a configuration that was not checked yet. Rejects with `config_invalid`, and as
 * {@link ArchiveCollectionWorkflow.execute} does.
 */
export async function archiveCollectionFlow(
  config: unknown,
  metrics?: CollectionMetrics,
): Promise<CollectionResult> {
  const options = metrics === undefined ? {} : { metrics };
  return new ArchiveCollectionWorkflow(parseConfig(config), options).execute();
}
