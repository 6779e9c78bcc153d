import { TapehaulError } from '@tapehaul/errors';
import { endOfWaiting } from '@tapehaul/runs';
import { newRunId, requestOfRun, type TaskSelection } from '@tapehaul/workflow';
import type { RunPlace } from '@tapehaul/workflow/fleet';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { Reach } from '../access/reach.ts';
import type { ServiceConfigs } from '../access/service-configs.ts';
import type { PlanMaker } from '../plans/plan-maker.ts';
import { recordedConfig } from '../records/recorded-config.ts';
import type { Records } from '../records/records.ts';
import type { Job } from '../store/job.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { EventLogs } from './events/event-logs.ts';
import type { JobQueue } from './queue/job-queue.ts';
import type { RunReader } from './queue/run-reader.ts';
import { type RunRequested, requestKey, runOfSame } from './request-key.ts';
import { requirePlace } from './require-place.ts';
import { requireWork } from './work-left.ts';

/** What a run is continued with. */
export interface Continuation {
  /** Settings that override those that the run was started with, by key. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Most bytes per second from now on; null for what it was started with. */
  readonly max_bytes_per_second?: number | null | undefined;
  /** Of what failed, only these tasks; for a retry. */
  readonly only?: TaskSelection;
  /** Where its files are done from now on; as before by default. */
  readonly on?: RunPlace | undefined;
}

/** The request of a new run: a configuration, or a plan that was made before. */
export interface Submission {
  readonly requested: RunRequested;
  /** Output directories that its sender may use. */
  readonly reach: Reach;
  /** Aborts when its sender has gone. */
  readonly signal: AbortSignal;
  /** Name of its token: keys of different senders have nothing to do with each other. */
  readonly sender: string;
  readonly idempotencyKey: string | undefined;
  /** The span of the request, as W3C traceparent. */
  readonly traceparent: string | null;
}

/** What a service of runs works with. */
export interface RunServiceParts {
  readonly queue: JobQueue;
  /** Outlives the process: what has been accepted. */
  readonly store: ServiceStore;
  readonly records: Pick<Records, 'findRun' | 'readRun'>;
  readonly reader: Pick<RunReader, 'read'>;
  readonly configs: Pick<ServiceConfigs, 'requireDirectory' | 'parse' | 'requireAccess'>;
  readonly plans: Pick<PlanMaker, 'find' | 'requireUnchanged'>;
  readonly events: Pick<EventLogs, 'end'>;
  /** Whether requests may have files done by workers of a fleet. */
  readonly allowsFleet: boolean;
}

/** Starts, continues and stops runs; what it has promised outlives the process. */
export class RunService {
  readonly #parts: RunServiceParts;
  readonly #queue: JobQueue;
  /** Runs that a request is about to put into the queue. */
  readonly #claimed = new Set<string>();

  constructor(parts: RunServiceParts) {
    this.#parts = parts;
    this.#queue = parts.queue;
  }

  /** Takes up what a former process has left in the queue, to begin with {@link RunService.start}. */
  async recover(): Promise<void> {
    for (const job of await this.#parts.store.jobs.all()) {
      await this.#queue.recover(job, await this.#parts.records.findRun(job.run_id, ({ run }) => run));
    }
  }

  /** Begins what may begin, and from now on each run as it comes. */
  start(): void {
    this.#queue.start();
  }

  /**
   * Accepts a new run; `isNew` is false when a request of that key, or a plan, was accepted before. Rejects with a TapehaulError
   * `config_invalid`, or `plan_changed` where a plan says something else by now.
   */
  async submit({
    requested: { on, ...requested },
    reach,
    signal,
    sender,
    idempotencyKey,
    traceparent,
  }: Submission): Promise<{ readonly runId: string; readonly isNew: boolean }> {
    const { configs, plans, store } = this.#parts;
    requirePlace(on, this.#parts);
    if (!('plan_id' in requested)) configs.requireDirectory({ ...requested, reach });
    const request = requestKey(sender, idempotencyKey, { ...requested, on });
    const before = request && (await store.requests.find(request.key));
    if (request && before) return { runId: runOfSame(request, before), isNew: false };
    const found =
      'plan_id' in requested
        ? plans.find(requested.plan_id, reach)
        : { submitted: requested, fingerprint: null };
    const parsed = configs.parse({ ...found.submitted, reach });
    if ('planId' in found) await plans.requireUnchanged(found, parsed, signal);
    const { config, origins } = parsed;
    const runId = newRunId();
    const job: Job = {
      run_id: runId,
      kind: 'collect',
      directory: config.output_directory,
      config,
      origins: Object.fromEntries(origins),
      settings: {},
      max_bytes_per_second: null,
      plan: found.fingerprint,
      only: null,
      on: on ?? null,
      resumes: null,
      submitted_at: new Date().toISOString(),
      started_by: sender === '' ? null : sender,
      traceparent,
    };
    // Many may come with one key at once: the store accepts one of them.
    const known = await this.#queue.add(job, request);
    if (request && known) return { runId: runOfSame(request, known), isNew: false };
    return { runId, isNew: true };
  }

  /**
   * Continues a run. Rejects with a TapehaulError `config_invalid` or `source_not_allowed` for its settings, `run_not_found`, `run_complete` when nothing of it is left or selected, or
   * `output_in_use` when it is in progress or is being taken up by another request, and with a HttpRefusal when it waits.
   */
  async continueRun(
    runId: string,
    kind: 'resume' | 'retry',
    { settings = {}, max_bytes_per_second = null, only, on }: Continuation,
    traceparent: string | null,
  ): Promise<void> {
    requirePlace(on, this.#parts);
    if (this.#queue.waits(runId)) throw waits(runId);
    if (this.#claimed.has(runId) || this.#queue.isRunning(runId)) {
      throw new TapehaulError('output_in_use', `run ${runId} is in progress`, {
        hint: 'Wait until it has ended.',
      });
    }
    this.#claimed.add(runId);
    try {
      const { directory, run } = await this.#parts.records.readRun(runId, async (found) => {
        await requireWork(found.record, found.run, kind, only);
        this.#parts.configs.requireAccess(recordedConfig(found.run), settings);
        return found;
      });
      const job: Job = {
        run_id: runId,
        kind,
        directory,
        config: null,
        origins: null,
        settings,
        max_bytes_per_second,
        plan: null,
        only: only ?? null,
        on: on ?? null,
        resumes: run.resumes,
        submitted_at: new Date().toISOString(),
        started_by: null,
        traceparent,
      };
      await this.#queue.add(job, null);
    } finally {
      this.#claimed.delete(runId);
    }
  }

  /** Stops a run gently, here or in another process; one that waits is taken out of the queue. */
  async cancel(runId: string): Promise<void> {
    const error = new TapehaulError('cancelled', 'stopped on request', {
      hint: 'Run the same command again to continue.',
    });
    const removed = await this.#queue.remove(runId, error);
    if (removed === undefined) return this.request(runId, 'cancel');
    if (removed === 'waited') this.#parts.events.end(runId, endOfWaiting(error));
  }

  /** Requests the process that works on a run to pause it, or to continue. */
  async request(runId: string, request: 'cancel' | 'pause' | 'resume'): Promise<void> {
    if (this.#queue.waits(runId)) throw waits(runId);
    const directory = await this.#parts.reader.read(
      runId,
      (found) => found.directory,
      () => {
        throw waits(runId);
      },
    );
    await requestOfRun(directory, runId, request);
  }

  /** Stops all runs gently and waits for their ends; those that wait stay in the queue. */
  async close(): Promise<void> {
    await this.#queue.close();
  }
}

function waits(run_id: string): HttpRefusal {
  return new HttpRefusal(
    409,
    'run_waiting',
    `run ${run_id} waits in the queue`,
    `Wait until it begins, or take it out: POST /v1/runs/${run_id}/cancel.`,
  );
}
