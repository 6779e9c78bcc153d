import { TapehaulError } from '@tapehaul/errors';
import { endOfWaiting } from '@tapehaul/runs';
import { newRunId, requestOfRun } from '@tapehaul/workflow';
import { HttpRefusal } from '../http-refusal.ts';
import type { FoundRun } from '../records/places.ts';
import { recordedConfig } from '../records/recorded-config.ts';
import type { Job } from '../store/job.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { EventLog } from './event-log.ts';
import { EventLogs } from './event-logs.ts';
import { JobQueue } from './job-queue.ts';
import { requestKey, runOfSame } from './request-key.ts';
import { doJob } from './run-job.ts';
import type { Continuation, RunServiceOptions, Submission } from './run-service-options.ts';
import { requireWork } from './work-left.ts';

/** Starts, queues and stops runs; what it has promised outlives the process. */
export class RunService {
  readonly #options: RunServiceOptions;
  readonly #store: ServiceStore;
  readonly #queue: JobQueue;
  /** Runs that a request is about to put into the queue. */
  readonly #claimed = new Set<string>();
  readonly #events: EventLogs;

  constructor(options: RunServiceOptions) {
    this.#options = options;
    this.#events = new EventLogs((event) => options.places.hostPaths.value(event));
    const { store, figures, limit, resumes, onError } = options;
    this.#store = store;
    this.#queue = new JobQueue({
      store: store.jobs,
      events: this.#events,
      figures,
      limit,
      resumes,
      work: (job, gently, events) => doJob(job, gently, events, options),
      onError,
    });
  }

  /** Takes up what a former process has left in the queue, to begin with {@link RunService.start}. */
  async recover(): Promise<void> {
    for (const job of await this.#store.jobs.all()) {
      await this.#queue.recover(job, await this.#options.places.find(job.run_id, ({ run }) => run));
    }
  }

  /** Begins what may begin, and from now on each run as it comes. */
  start(): void {
    this.#queue.start();
  }

  /** Accepts a new run; `isNew` is false when a request of that key was accepted before. */
  async submit({
    asked,
    sender,
    idempotencyKey,
    traceparent,
  }: Submission): Promise<{ readonly runId: string; readonly isNew: boolean }> {
    this.#options.configs.requireDirectory(asked);
    // Where its values came from makes no other request of it.
    const { reach: _, origins: __, ...body } = asked;
    const request = requestKey(sender, idempotencyKey, body);
    const before = request && (await this.#store.requests.find(request.key));
    if (request && before) return { runId: runOfSame(request, before), isNew: false };
    const { config, origins } = this.#options.configs.parse(asked);
    const runId = newRunId();
    const job: Job = {
      run_id: runId,
      kind: 'collect',
      directory: config.output_directory,
      config,
      origins: Object.fromEntries(origins),
      settings: {},
      max_bytes_per_second: null,
      resumes: null,
      submitted_at: new Date().toISOString(),
      traceparent,
    };
    // Many may come with one key at once: the store accepts one of them.
    const known = await this.#queue.add(job, request);
    if (request && known) return { runId: runOfSame(request, known), isNew: false };
    return { runId, isNew: true };
  }

  /**
   * Continues a run. Rejects with a TapehaulError `config_invalid` or `source_not_allowed` for its settings, `run_not_found`, `run_complete` when nothing of it is left, or
   * `output_in_use` when it is in progress or is being taken up by another request, and with a HttpRefusal when it waits.
   */
  async goOn(
    runId: string,
    kind: 'resume' | 'retry',
    { settings = {}, max_bytes_per_second = null }: Continuation,
    traceparent: string | null,
  ): Promise<void> {
    if (this.#queue.waits(runId)) throw waits(runId);
    if (this.#claimed.has(runId) || this.#queue.isRunning(runId)) {
      throw new TapehaulError('output_in_use', `run ${runId} is in progress`, {
        hint: 'Wait until it has ended.',
      });
    }
    this.#claimed.add(runId);
    try {
      const { directory, run } = await this.#options.places.withRun(runId, async (found) => {
        await requireWork(found.record, found.run, kind);
        this.#options.configs.requireAccess(recordedConfig(found.run), settings);
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
        resumes: run.resumes,
        submitted_at: new Date().toISOString(),
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
    if (removed === 'waited') this.#events.end(runId, endOfWaiting(error));
  }

  /** Requests the process that works on a run to pause it, or to continue. */
  async request(runId: string, request: 'cancel' | 'pause' | 'resume'): Promise<void> {
    if (this.#queue.waits(runId)) throw waits(runId);
    const directory = await this.read(
      runId,
      (found) => found.directory,
      (job) => {
        throw waits(job.run_id);
      },
    );
    await requestOfRun(directory, runId, request);
  }

  /**
   * Reads the record of a run; gives what `instead` gives where it was accepted and has none yet. Rejects with a TapehaulError
   * `run_not_found`.
   */
  async read<Result>(
    runId: string,
    read: (found: FoundRun) => Promise<Result> | Result,
    instead: (job: Job) => Result,
  ): Promise<Result> {
    const { places } = this.#options;
    const job = this.jobs.find(({ run_id }) => run_id === runId);
    if (job === undefined) return places.withRun(runId, read);
    const found = await places.find(runId, async (run) => ({ result: await read(run) }));
    return found === undefined ? instead(job) : found.result;
  }

  /** Jobs that wait, in the order in which they will begin. */
  get waiting(): readonly Job[] {
    return this.#queue.waiting;
  }

  /** All jobs, those in progress first. */
  get jobs(): readonly Job[] {
    return this.#queue.jobs;
  }

  get running(): number {
    return this.#queue.running;
  }

  /** Name of the output directory of a run, also of one that has no record; undefined when there is no such run. */
  async homeOf(runId: string): Promise<string | undefined> {
    const { places } = this.#options;
    const job = this.jobs.find(({ run_id }) => run_id === runId);
    const recorded = job?.directory ?? (await places.find(runId, ({ directory }) => directory));
    const home = recorded ?? this.#events.homeOf(runId);
    return home === undefined ? undefined : places.nameOf(home);
  }

  /** Events of a run that this process works on or has worked on. */
  eventsOf(runId: string): EventLog | undefined {
    return this.#events.of(runId);
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
