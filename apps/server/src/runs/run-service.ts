import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { endOfError, endOfWaiting, type RunEnd, type RunOutcome } from '@tapehaul/runs';
import {
  type CollectionMetrics,
  isSettled,
  isStopped,
  type LogEvent,
  newRunId,
  type WorkflowEvent,
  wishOfRun,
} from '@tapehaul/workflow';
import type { Asked, ServiceConfigs } from '../access/service-configs.ts';
import { Refusal } from '../http/problems.ts';
import { underTraceparent } from '../http/request-spans.ts';
import type { RunFigures } from '../metrics/run-figures.ts';
import type { FoundRun, Places } from '../records/places.ts';
import { requireBelow } from '../records/real-paths.ts';
import { configOf } from '../routes/views.ts';
import type { EventLog } from './event-log.ts';
import { EventLogs } from './event-logs.ts';
import { type Job, JobStore } from './queue.ts';
import { requireRoom } from './queue-room.ts';
import { RequestKeys, requestKey } from './request-keys.ts';
import { type JobOptions, runJob } from './run-job.ts';
import { requireWork } from './work-left.ts';

/** How the service runs collections. */
export interface RunServiceOptions {
  readonly places: Places;
  readonly configs: ServiceConfigs;
  /** Runs at once; others wait in the queue. */
  readonly limit: number;
  /** Whether runs that were under way when the service died are gone on with. */
  readonly resumes: boolean;
  /** Figures of all runs of this process together. */
  readonly metrics: CollectionMetrics;
  /** Figures of runs: how they end, and which get on. */
  readonly figures: RunFigures;
  /** Hears what runs and their tasks say. */
  readonly onLog?: ((line: LogEvent) => void) | undefined;
  readonly onError: (error: unknown) => void;
}

interface Running {
  readonly job: Job;
  readonly gently: AbortController;
  readonly ended: Promise<void>;
}

/** What a new run is asked with. */
export interface Submission {
  readonly asked: Asked;
  /** Name of its token: keys of different senders have nothing to do with each other. */
  readonly sender: string;
  readonly idempotencyKey: string | undefined;
  /** The span of the request, as W3C traceparent. */
  readonly traceparent: string | null;
}

/** Starts, queues and stops runs; what it has promised outlives the process. */
export class RunService {
  readonly #options: RunServiceOptions;
  readonly #store: JobStore;
  readonly #waiting: Job[] = [];
  /** Runs that a request is about to put into the queue. */
  readonly #claimed = new Set<string>();
  readonly #running = new Map<string, Running>();
  readonly #events: EventLogs;
  /** Why runs are stopped at the end of the service. */
  readonly #stop = new TapehaulError('cancelled', 'the service is being stopped', {
    hint: 'Resume the run.',
  });
  readonly #keys: RequestKeys;
  #started = false;
  #closing = false;

  constructor(options: RunServiceOptions) {
    this.#options = options;
    this.#events = new EventLogs((event) => options.places.hostPaths.value(event));
    const folder = join(options.places.root, '.tapehaul-server');
    this.#store = new JobStore(join(folder, 'queue'), options.onError);
    this.#keys = new RequestKeys(join(folder, 'keys'), options.onError);
  }

  /** Takes up what a former process has left in the queue, to begin with {@link RunService.start}. */
  async recover(): Promise<void> {
    await this.#keys.load();
    for (const job of await this.#store.all()) {
      if (job.idempotency !== null) {
        this.#keys.remember(job.idempotency, job.run_id);
        await this.#keys.keep(job.idempotency);
      }
      const recovered = this.#recovered(
        job,
        await this.#options.places.find(job.run_id, ({ run }) => run.state),
      );
      if (recovered === undefined) await this.#store.remove(job.run_id);
      else this.#wait(recovered);
    }
  }

  /** Begins what may begin, and from now on each run as it comes. */
  start(): void {
    this.#started = true;
    this.#pump();
  }

  /** Accepts a new run; `isNew` is false when a request of that key was accepted before. */
  async submit({
    asked,
    sender,
    idempotencyKey,
    traceparent,
  }: Submission): Promise<{ readonly runId: string; readonly isNew: boolean }> {
    this.#options.configs.requireDirectory(asked);
    const { reach: _, ...body } = asked;
    const idempotency = requestKey(sender, idempotencyKey, body);
    const before = idempotency === null ? undefined : this.#keys.runOf(idempotency);
    if (before !== undefined) return { runId: before, isNew: false };
    const checked = this.#options.configs.parse(asked);
    const runId = newRunId();
    if (idempotency !== null) this.#keys.remember(idempotency, runId);
    try {
      await this.#enqueue({
        run_id: runId,
        kind: 'collect',
        directory: checked.output_directory,
        config: checked,
        submitted_at: new Date().toISOString(),
        traceparent,
        idempotency,
      });
    } catch (error) {
      if (idempotency !== null) await this.#keys.forget(idempotency);
      throw error;
    }
    if (idempotency !== null) await this.#keys.keep(idempotency);
    return { runId, isNew: true };
  }

  /**
   * Goes on with a run. Rejects with a TapehaulError `run_not_found`, `run_complete` when nothing of it is left, or
   * `output_in_use` when it is under way or is being taken up by another request, and with a Refusal when it waits.
   */
  async goOn(runId: string, kind: 'resume' | 'retry', traceparent: string | null): Promise<void> {
    const waiting = this.#waiting.find((job) => job.run_id === runId);
    if (waiting !== undefined) throw waits(waiting);
    if (this.#claimed.has(runId) || this.#running.has(runId)) {
      throw new TapehaulError('output_in_use', `run ${runId} is in progress`, {
        hint: 'Wait until it has ended.',
      });
    }
    this.#claimed.add(runId);
    try {
      const directory = await this.#options.places.withRun(runId, (found) => {
        requireWork(found.record, found.run, kind);
        this.#options.configs.requireAccess(configOf(found.run));
        return found.directory;
      });
      await this.#enqueue({
        run_id: runId,
        kind,
        directory,
        config: null,
        submitted_at: new Date().toISOString(),
        traceparent,
        idempotency: null,
      });
    } finally {
      this.#claimed.delete(runId);
    }
  }

  /** Stops a run gently, here or in another process; one that waits is taken out of the queue. */
  async cancel(runId: string): Promise<void> {
    const at = this.#waiting.findIndex((job) => job.run_id === runId);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    const running = this.#running.get(runId);
    if (waiting === undefined && running === undefined) return this.wish(runId, 'cancel');
    // What its user has stopped is not gone on with by the next process.
    await this.#store.remove(runId);
    const error = new TapehaulError('cancelled', 'stopped on request', {
      hint: 'Run the same command again to continue.',
    });
    running?.gently.abort(error);
    if (waiting !== undefined) this.#events.end(runId, endOfWaiting(error));
  }

  /** Asks the process that works on a run to pause it, or to go on. */
  async wish(runId: string, wish: 'cancel' | 'pause' | 'resume'): Promise<void> {
    const waiting = this.#waiting.find((job) => job.run_id === runId);
    if (waiting !== undefined) throw waits(waiting);
    const directory = await this.look(
      runId,
      (found) => found.directory,
      (job) => {
        throw waits(job);
      },
    );
    wishOfRun(directory, runId, wish);
  }

  /**
   * Looks at the record of a run; gives what `instead` says where it was accepted and has none yet. Rejects with a TapehaulError
   * `run_not_found`.
   */
  async look<Result>(
    runId: string,
    look: (found: FoundRun) => Result,
    instead: (job: Job) => Result,
  ): Promise<Result> {
    const { places } = this.#options;
    const job = this.jobs.find(({ run_id }) => run_id === runId);
    if (job === undefined) return places.withRun(runId, look);
    const found = await places.find(runId, (run) => ({ result: look(run) }));
    return found === undefined ? instead(job) : found.result;
  }

  /** Jobs that wait, in the order in which they will begin. */
  get waiting(): readonly Job[] {
    return this.#waiting;
  }

  /** All jobs, those under way first. */
  get jobs(): readonly Job[] {
    return [...[...this.#running.values()].map(({ job }) => job), ...this.#waiting];
  }

  get running(): number {
    return this.#running.size;
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
    this.#closing = true;
    for (const { gently } of this.#running.values()) gently.abort(this.#stop);
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    for (const { run_id } of this.#waiting) this.#events.breakOff(run_id);
  }

  async #enqueue(job: Job): Promise<void> {
    requireRoom(this.#waiting, job);
    await this.#store.put(job);
    this.#wait(job);
    this.#pump();
  }

  /** Begins what may begin: no more runs at once than the limit, and one for each output directory. */
  #pump(): void {
    while (this.#started && !this.#closing && this.#running.size < this.#options.limit) {
      const busy = new Set([...this.#running.values()].map(({ job }) => job.directory));
      const at = this.#waiting.findIndex(({ directory }) => !busy.has(directory));
      const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (job === undefined) return;
      const gently = new AbortController();
      const events = this.#events.of(job.run_id) ?? this.#events.begin(job.run_id, job.directory);
      const ended = underTraceparent(job.traceparent, () => this.#run(job, gently.signal, events)).then(
        (end) => {
          // Whoever hears of the end may ask for more at once.
          this.#running.delete(job.run_id);
          if (end === undefined) this.#events.breakOff(job.run_id);
          else this.#events.end(job.run_id, end);
          this.#pump();
        },
      );
      this.#running.set(job.run_id, { job, gently, ended });
    }
  }

  /** Does a job and gives how it ended; undefined when the next process goes on with it. Never rejects. */
  async #run(job: Job, gently: AbortSignal, events: EventLog): Promise<RunEnd | undefined> {
    const { metrics, figures, configs, onLog, onError } = this.#options;
    const { access } = configs;
    const onEvent = (event: WorkflowEvent): void => {
      figures.heard(job, event);
      events.add(event);
    };
    figures.began(job);
    const options = { gently, metrics, access, onEvent, onLog };
    const end = await this.#inPlace(job, options).then(endOf, (error: unknown) => {
      onError(error);
      return endOfError(error);
    });
    // A run that the end of the service has stopped stays in the queue: the next process goes on with it.
    const isLeft = end.state === 'cancelled' && gently.reason === this.#stop;
    if (!isLeft) await this.#store.remove(job.run_id).catch(onError);
    const told = isLeft && this.#goesOn(job) ? undefined : end;
    figures.ended(job, told?.state);
    return told;
  }

  /** Does a job in a directory that is below the data now, whatever it was when the job was accepted. */
  async #inPlace(job: Job, options: JobOptions): ReturnType<typeof runJob> {
    requireBelow(this.#options.places.root, job.directory);
    return runJob(job, options);
  }

  /** What a job of a former process comes to now, by the state of its run; undefined when it is done. */
  #recovered(job: Job, state: string | undefined): Job | undefined {
    // Going on with a run that is complete is refused, and that ends the job.
    if (state === undefined || job.kind !== 'collect') return job;
    if (isSettled(state) || (isStopped(state) && !this.#goesOn(job))) return undefined;
    return { ...job, kind: 'resume', config: null };
  }

  /** Whether the next process goes on with a job that the end of this one has stopped. */
  #goesOn({ kind }: Job): boolean {
    return this.#options.resumes || kind !== 'collect';
  }

  /** Puts a job into the queue, for those that follow it from now on. */
  #wait(job: Job): void {
    this.#options.figures.accepted(job);
    this.#events.begin(job.run_id, job.directory);
    this.#waiting.push(job);
  }
}

/** What followers of a run receive of its end. */
function endOf({ state, exit_code, error }: RunOutcome): RunEnd {
  return { state, exit_code, error };
}

function waits({ run_id }: Job): Refusal {
  return new Refusal(
    409,
    'run_waiting',
    `run ${run_id} waits in the queue`,
    `Wait until it begins, or take it out: POST /v1/runs/${run_id}/cancel.`,
  );
}
