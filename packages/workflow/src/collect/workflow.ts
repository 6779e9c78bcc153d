import { resolve } from 'node:path';
import { utcDay } from '@tapehaul/archive';
import type { Catalog, ControlRequest, TaskSelection } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { CollectionMetrics } from '@tapehaul/metrics';
import { networkOf } from '@tapehaul/network';
import { newRunId } from '@tapehaul/orchestrator';
import { EarlyRequests } from '../early-requests.ts';
import { EngineSearch } from '../engines/engine-search.ts';
import { failureLine } from '../events/failure-line.ts';
import { FLOW_DESCRIPTION, FLOW_NAME, FLOW_TAGS, FLOW_VERSION } from '../flow-names.ts';
import { prepareOutputDirectory } from '../output-directory.ts';
import { HandedOn, type OwnedRun, whenFree, withOwnedRun } from '../owned-run.ts';
import type { CollectionResult } from '../result/result.ts';
import { runCollection } from './run-collection.ts';
import { FLEET } from './run-place.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** How a workflow is executed. */
export interface ExecuteOptions {
  /** Id of a new run, for a caller that has published it already; a new one by default. */
  readonly runId?: string;
  /** Stops the run in order when aborted: files in progress are abandoned. */
  readonly signal?: AbortSignal;
  /** Stops the run gently when aborted: files in progress may finish, for four seconds at most. */
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
    const { today = utcDay(), plan } = this.#options;
    const { runId = newRunId() } = options;
    const { origins, startedBy, fleet } = this.#options;
    const parameters = {
      config: this.#config,
      today,
      ...(plan === undefined ? {} : { plan }),
      ...(origins === undefined ? {} : { origins: Object.fromEntries(origins) }),
      ...(startedBy === undefined ? {} : { started_by: startedBy }),
      ...(fleet === undefined ? {} : { on: FLEET }),
    };
    return this.#own({ ...options, runId, today }, (catalog, onRequest) =>
      catalog.startRun({ runId, flow: FLOW_NAME, parameters, tags: FLOW_TAGS }, { onRequest }),
    );
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
      only,
      ...options
    }: ExecuteOptions & {
      readonly failed?: boolean;
      /** Of what had failed, only these tasks. */
      readonly only?: TaskSelection;
      /** What is recorded from now on as what the run was requested to do. */
      readonly parameters?: unknown;
    } = {},
  ): Promise<CollectionResult> {
    const { today = utcDay() } = this.#options;
    return this.#own({ ...options, runId, today }, async (catalog, onRequest) => {
      const what = { failed, parameters, ...(only === undefined ? {} : { only }) };
      await catalog.resumeRun(runId, what, { onRequest });
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
    begin: (catalog: Catalog, onRequest: (request: ControlRequest) => void) => Promise<void>,
  ): Promise<CollectionResult> {
    const { env = process.env, onEvent } = this.#options;
    const network = networkOf(env);
    const search = new EngineSearch(this.#config, env);
    const root = resolve(this.#config.output_directory);
    const stop = signal ?? new AbortController().signal;
    const stopped = gently === undefined ? stop : AbortSignal.any([stop, gently]);
    const ended = new AbortController();
    const requests = new EarlyRequests();
    try {
      await prepareOutputDirectory(root);
      await using owned = await withOwnedRun(root, runId, async (catalog) => {
        stopped.addEventListener('abort', () => catalog.hurry(), { once: true, signal: ended.signal });
        await whenFree(() => begin(catalog, requests.receive), {
          wait,
          signal: stopped,
          onWait: (error) => {
            search.forget();
            onEvent?.({ kind: 'waiting', error: error.toJSON() });
          },
        });
      });
      const handOn = (): void => {
        if (stop.reason instanceof HandedOn) owned.handOn();
      };
      handOn();
      stop.addEventListener('abort', handOn, { once: true, signal: ended.signal });
      const [config, options] = [this.#config, this.#options];
      const requested = { owned, config, options, today, root, search, network, signal: stop };
      const result = runCollection(requested, { gently, onStart: requests.pass });
      return await result.catch((error: unknown) => {
        refuse(owned, asTapehaulError(error));
        throw error;
      });
    } finally {
      ended.abort();
      search.end();
    }
  }
}

/** Says why a run could not begin, in its log and as its end. */
function refuse(owned: OwnedRun, refusal: TapehaulError): void {
  owned.unfinished = { state: ENDS[refusal.code] ?? 'Failed', result: { error: refusal } };
  try {
    if (refusal.code !== 'cancelled') owned.catalog.recordLog(failureLine(owned.runId, refusal));
  } catch {
    // Where the record cannot be written, the reason still is what is thrown.
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
