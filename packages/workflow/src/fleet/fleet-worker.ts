import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { SharedRecords } from '@tapehaul/catalog';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import {
  type BatchContext,
  type BatchEnd,
  type BatchEngine,
  type BatchRef,
  PART_REF_VERSION,
  type Serving,
} from '@tapehaul/fleet';
import { type CollectionMetrics, createCollectionMetrics } from '@tapehaul/metrics';
import type { LogEvent } from '@tapehaul/orchestrator';
import type { AccessOf } from '../engines/access.ts';
import type { WorkflowEvent } from '../events/events.ts';
import { HandedOn } from '../owned-run.ts';
import { type BatchResult, workOnBatch } from './batch-work.ts';
import { OpenRuns } from './open-runs.ts';
import { workOnPart } from './part-work.ts';
import { workerStaging } from './state/worker-state.ts';
import { type TakeOver, takeOverRuns } from './take-over.ts';
import type { WorkerCounts, WorkerEvent } from './worker-events.ts';
import { RunWaits, troubleOf } from './worker-trouble.ts';

/** What a worker of a fleet works with. */
export interface FleetWorkerOptions {
  /** Where the records of runs are found. */
  readonly records: SharedRecords;
  /** Hands out batches. */
  readonly engine: BatchEngine;
  /** Batches at once. */
  readonly slots: number;
  /** Names the worker, differently from all others. */
  readonly name: string;
  /** Directory for what arrives, where the output directory of a run is not on this machine; in the system's folder for temporary files by default. */
  readonly staging?: string;
  /** Environment to look for programs in, and for proxies and authorities; that of the process by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whose credentials are sent where; by default the source is read anonymously, the storage with those of this machine. */
  readonly access?: AccessOf;
  /** Statistics to count into; new ones by default. */
  readonly metrics?: CollectionMetrics;
  readonly onEvent?: (event: WorkerEvent) => void;
  /** Receives what engines report beside a file, such as that a source does not respond. */
  readonly onRunEvent?: (runId: string, event: WorkflowEvent) => void;
  /** Receives each log line of a file's task. */
  readonly onLog?: (line: LogEvent) => void;
  /** Coordinates a run whose owner is dead; no run is taken over without it. */
  readonly takeOver?: TakeOver;
  /** Time between two searches for abandoned runs, in milliseconds; 20,000 by default. */
  readonly takeOverEveryMs?: number;
  /**
   * How long batches of a run are left to other workers after one was given back with an error, in milliseconds; 5,000 by default. Each further time it is
   * twice as long, 30,000 at most.
   */
  readonly failedAgainMs?: number;
}

/**
 * Works on batches of runs that an engine hands to it, from the moment that it is made: each file with the task that a run on one machine does it
 * with. It keeps no state of its own; whatever it holds of a run is closed a minute after the last batch.
 */
export class FleetWorker {
  /** Resolves with trouble of this machine, such as a full disk: the batch was given back, and the worker is to be stopped. */
  readonly trouble: Promise<TapehaulError>;
  readonly #options: FleetWorkerOptions;
  readonly #onTrouble: (error: TapehaulError) => void;
  readonly #runs: OpenRuns;
  readonly #serving: Serving;
  readonly #metrics: CollectionMetrics;
  /** Aborts when no further file is to begin. */
  readonly #ending = new AbortController();
  /** Aborts when what is in progress is to be abandoned. */
  readonly #stopping = new AbortController();
  /** The runs that are coordinated here, by id. */
  readonly #coordinated = new Map<string, Promise<void>>();
  /** Aborts when those are to be handed on. */
  readonly #handOn = new AbortController();
  readonly #waits: RunWaits;
  readonly #counts = { running: 0, batches: 0, files: 0, failed: 0, bytes: 0 };

  constructor(options: FleetWorkerOptions) {
    const { records, engine, slots, name, env = process.env, staging, access, takeOver } = options;
    const { onEvent = () => {}, onRunEvent = () => {}, takeOverEveryMs: everyMs } = options;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<TapehaulError>();
    this.trouble = promise;
    this.#waits = new RunWaits(options.failedAgainMs);
    this.#onTrouble = resolve;
    this.#metrics = options.metrics ?? createCollectionMetrics();
    const shown = { onEvent, onRunEvent, ...(access === undefined ? {} : { access }) };
    this.#runs = new OpenRuns(records, { holder: name, staging: workerStaging(staging), env, ...shown });
    this.#serving = engine.serve(slots, (ref, context) => this.#work(ref, context));
    const isIdle = (): boolean => this.#counts.running < slots;
    const { signal } = this.#ending;
    if (takeOver === undefined) return;
    const handOn = this.#handOn.signal;
    void takeOverRuns({ records, takeOver, isIdle, onEvent, signal, handOn, everyMs }, this.#coordinated);
  }

  get counts(): WorkerCounts {
    return { ...this.#counts, coordinated: this.#coordinated.size };
  }

  /** When the worker last polled its engine, or showed it that it lives, in milliseconds since 1970 UTC; undefined where the engine does not say. */
  get activeAt(): number | undefined {
    return this.#serving.activeAt;
  }

  /**
   * Takes no more batches and no more runs, lets files in progress end for that many milliseconds, hands in what has ended, and gives back the rest. Runs that it
   * coordinates are then another worker's, which takes them over with its next search. Never rejects.
   */
  async stop(graceMs: number): Promise<void> {
    const stopped = this.#serving.stop();
    this.#ending.abort(new TapehaulError('cancelled', 'the worker stops'));
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true });
      if (this.#stopping.signal.aborted) resolve();
    });
    await Promise.race([this.#runs.drain().catch(() => {}), grace, stopped]);
    clearTimeout(timer);
    // What has ended in this turn is recorded by the next.
    await setImmediate();
    this.abandon();
    await stopped.catch(() => {});
    await this.#runs.close();
    this.#handOn.abort(new HandedOn());
    const handedOn = Promise.all(this.#coordinated.values());
    await Promise.race([handedOn, sleep(HANDED_ON_WITHIN, undefined, { ref: false })]);
  }

  /** Abandons the files in progress, also while {@link FleetWorker.stop} waits for them. */
  abandon(): void {
    this.#stopping.abort(new TapehaulError('cancelled', 'the worker stops'));
  }

  async #work(ref: BatchRef, { signal: withdrawn }: BatchContext): Promise<BatchEnd> {
    const { run: runId, no: batch } = ref;
    if (this.#ending.signal.aborted) return 'again';
    const { name, onLog = () => {} } = this.#options;
    const started = performance.now();
    const stopped = AbortSignal.any([withdrawn, this.#stopping.signal]);
    await this.#leaveToOthers(runId, stopped);
    const parts = {
      batch,
      holder: name,
      ending: this.#ending.signal,
      stopped,
      metrics: this.#metrics,
      onLog,
    };
    this.#counts.running += 1;
    try {
      const result = await this.#runs.with(runId, async (run) => {
        if (run === undefined) return NOTHING;
        return ref.v === PART_REF_VERSION ? workOnPart({ ...parts, run }) : workOnBatch({ ...parts, run });
      });
      this.#report(runId, batch, result, started);
      const of = result.trouble?.of;
      if (of === 'all' || of === 'unknown') this.#waits.failed(runId, Date.now());
      else if (result.files > 0 || result.planned !== undefined) this.#waits.succeeded(runId);
      return this.#endOf(result);
    } catch (thrown) {
      const error = asTapehaulError(thrown);
      const of = troubleOf(error, true);
      this.#report(runId, batch, { ...NOTHING, outcome: 'failed', trouble: { of, error } }, started);
      if (of !== 'worker') throw error;
      this.#onTrouble(error);
      return 'again';
    } finally {
      this.#counts.running -= 1;
    }
  }

  /** Rejects for a batch of a run that this worker is to leave to others for now: the engine hands it out again after a while. */
  async #leaveToOthers(runId: string, stopped: AbortSignal): Promise<void> {
    const left = this.#waits.left(runId, Date.now());
    if (left === 0) return;
    // Not at once, or this worker would be handed the batch again before any other one.
    const signal = AbortSignal.any([stopped, this.#ending.signal]);
    await sleep(Math.min(left, LEFT_FOR), undefined, { signal }).catch(() => {});
    throw new TapehaulError('batch_lost', 'this worker leaves the batches of the run to others for a while');
  }

  /** How the engine is to take the end of a batch. Throws what may pass: the batch is handed out again after a while. */
  #endOf({ outcome, trouble }: BatchResult): BatchEnd {
    if (trouble === undefined) return outcome === 'given_back' || outcome === 'lost' ? 'again' : 'done';
    if (trouble.of === 'worker') {
      this.#onTrouble(trouble.error);
      return 'again';
    }
    // The owner of the run reads from the record why the batch was given back, and offers it to others or ends the run.
    if (trouble.of === 'all') return 'done';
    throw trouble.error;
  }

  #report(runId: string, batch: number, { trouble, ...result }: BatchResult, started: number): void {
    const { outcome, files, failed, bytes, planned = null } = result;
    if (outcome === 'done' || outcome === 'crashed') this.#counts.batches += 1;
    this.#counts.files += files;
    this.#counts.failed += failed;
    this.#counts.bytes += bytes;
    const error = trouble?.error.toJSON() ?? null;
    const seconds = (performance.now() - started) / 1_000;
    this.#options.onEvent?.({
      ...{ kind: 'worker_batch', run_id: runId, batch, outcome, files, bytes, planned, seconds, error },
    });
  }
}

/** How long a run that is handed on is waited for, in milliseconds; another worker has it then once its lease has run out. */
const HANDED_ON_WITHIN = 5_000;
/** How long a batch is kept at a time that is left to others, in milliseconds. */
const LEFT_FOR = 1_000;

const NOTHING: BatchResult = { outcome: 'nothing', files: 0, failed: 0, bytes: 0 };
