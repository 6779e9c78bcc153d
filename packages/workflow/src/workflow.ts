import { join, resolve } from 'node:path';
import { type Catalog, openCatalog } from '@tapehaul/catalog';
import { BUILT_IN_MATRIX, type CollectionConfig, type Matrix } from '@tapehaul/config';
import { createDownloader } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import { type CollectionMetrics, createCollectionMetrics } from '@tapehaul/metrics';
import { newRunId } from '@tapehaul/orchestrator';
import { archiveCollectionFlow, FLOW_NAME } from './archive-collection-flow.ts';
import { chooseEngines } from './engines.ts';
import type { WorkflowEvent } from './events.ts';
import { recorder } from './recorder.ts';
import { type CollectionResult, type Findings, note, resultOf } from './result.ts';
import { targetOf } from './target.ts';

/** What a workflow may be given beside its configuration. */
export interface WorkflowOptions {
  /** What the archive holds; the built-in matrix by default. */
  readonly matrix?: Matrix;
  /** Statistics to count into; new ones by default. */
  readonly metrics?: CollectionMetrics;
  /** Hears of everything that happens, in order. What it throws is a process warning and stops nothing. */
  readonly onEvent?: (event: WorkflowEvent) => void;
  /** The current UTC day, which decides what can be published; today by default. */
  readonly today?: string;
  /** Environment to look for s5cmd in; that of the process by default. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What the flow is called and how often it tries, as the teams' tools read it. */
export interface FlowConfig {
  readonly name: string;
  readonly description: string;
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
      description: 'Collects files of the Binance archive, proves and records them',
      retries: this.#config.retry_attempts,
      retry_delay_seconds: this.#config.retry_delay_seconds,
    };
  }

  /**
   * Runs the collection. Resolves with its result also when files failed or it was stopped by the signal.
   * Rejects with a TapehaulError when it cannot begin: `output_in_use`, `catalog_newer`, `catalog_failed`.
   */
  async execute({
    signal = new AbortController().signal,
  }: {
    signal?: AbortSignal;
  } = {}): Promise<CollectionResult> {
    const root = resolve(this.#config.output_directory);
    const catalogPath = join(root, '.tapehaul', 'catalog.db');
    const catalog = openCatalog(catalogPath);
    try {
      const runId = newRunId();
      catalog.startRun({ runId, flow: FLOW_NAME, parameters: this.#config });
      try {
        return await this.#collect({ runId, root, catalogPath, catalog, signal });
      } catch (error) {
        catalog.endRun(runId, 'Crashed', { error: asTapehaulError(error) });
        throw error;
      }
    } finally {
      closeQuietly(catalog);
    }
  }

  async #collect({ runId, root, catalogPath, catalog, signal }: Place): Promise<CollectionResult> {
    const config = this.#config;
    const { metrics = createCollectionMetrics(), onEvent = () => {}, env = process.env } = this.#options;
    const findings: Findings = { verdicts: [], absent: [], failures: [] };
    const emit = (event: WorkflowEvent): void => {
      if (event.kind === 'planned') metrics.handle({ kind: 'planned', tasks: event.files });
      if (event.kind === 'batch' || event.kind === 'fall_back') metrics.handle({ kind: event.kind });
      note(findings, event);
      tell(onEvent, event);
    };
    const { engines, choose, preferred, s5cmd, whyNotS5cmd } = await chooseEngines(config, env, (batch) =>
      emit({ kind: 'batch', transfers: batch.transfers, succeeded: batch.succeeded, failed: batch.failed }),
    );
    const target = targetOf(config, root);
    metrics.setting({ s5cmd_available: s5cmd !== null, batch_mode_enabled: config.enable_batch_mode });
    emit({
      kind: 'started',
      run_id: runId,
      output_directory: root,
      storage: typeof target === 'string' ? target : target.locate(''),
      catalog: catalogPath,
      source: { endpoint: config.source.endpoint, bucket: config.source.bucket },
      engine: preferred,
      s5cmd,
      why_not_s5cmd: whyNotS5cmd,
    });
    const downloader = createDownloader({
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
    const { matrix = BUILT_IN_MATRIX, today = new Date().toISOString().slice(0, 10) } = this.#options;
    const { listener, inPlace } = recorder({ catalog, metrics, emit });
    try {
      const collection = { config, matrix, today, catalog, downloader, emit, onInPlace: inPlace };
      const run = await archiveCollectionFlow(collection, { runId, signal, listeners: [listener] });
      const result = resultOf(run, findings, metrics, { output_directory: root, catalog: catalogPath });
      const { verdicts: _, absent: __, ...record } = result;
      try {
        catalog.endRun(runId, run.state, record);
        return result;
      } catch (thrown) {
        // What was collected is there all the same; the next run finds the end of this one missing.
        const error = asTapehaulError(thrown);
        return { ...result, status: 'failed', error: error.toJSON(), exit_code: error.exitCode };
      }
    } finally {
      await downloader.close();
    }
  }
}

/** One more try at once for a blip; the retries that a configuration asks for come after it. */
const QUICK_RETRY = { retries: 1, delaySeconds: 0.5 };

/** Failures in a row that tell of a source in trouble. */
const PAUSE_AFTER = 12;

interface Place {
  readonly runId: string;
  readonly root: string;
  readonly catalogPath: string;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
}

/** Closes a catalog at the end of a run, whose result has told already if it cannot be written. */
function closeQuietly(catalog: Catalog): void {
  try {
    catalog.close();
  } catch {
    // A disk that is full: the rows that could not be written are looked at again by the next run.
  }
}

/** Tells a listener of an event; a listener that fails must not fail the collection. */
function tell(listener: (event: WorkflowEvent) => void, event: WorkflowEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
