import { TapehaulError } from '@tapehaul/errors';
import type { RunEnd } from '@tapehaul/runs';
import { isSettled, isStopped, type RunRecord } from '@tapehaul/workflow';
import { underTraceparent } from '../../http/request-spans.ts';
import type { Job } from '../../store/job.ts';
import type { JobStore, KnownRequest, RequestKey } from '../../store/service-store.ts';
import type { EventLogs } from '../events/event-logs.ts';
import type { RunEventLog } from '../events/run-event-log.ts';
import { requireRoom } from './queue-room.ts';
import type { RunObserver } from './run-observer.ts';

/** What a queue works with. */
export interface JobQueueOptions {
  readonly store: JobStore;
  readonly events: EventLogs;
  readonly observer: RunObserver;
  /** Runs at once; others wait. */
  readonly limit: number;
  /** Whether runs that were in progress when the service died are continued. */
  readonly resumes: boolean;
  /** Does a job until it has ended or is stopped, and gives how it ended. Never rejects. */
  readonly work: (job: Job, gently: AbortSignal, events: RunEventLog) => Promise<RunEnd>;
  readonly onError: (error: unknown) => void;
}

/** What the record says of the run of a job. */
type RecordedRun = Pick<RunRecord, 'state' | 'resumes'>;

interface Running {
  readonly job: Job;
  readonly gently: AbortController;
  readonly ended: Promise<void>;
}

/** Jobs that wait and those in progress: not too many at once, and one for each output directory. They outlive the process. */
export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #waiting: Job[] = [];
  /** Jobs that are being stored, to wait next. */
  readonly #entering = new Set<Job>();
  readonly #running = new Map<string, Running>();
  /** Why runs are stopped at the end of the service. */
  readonly #stop = new TapehaulError('cancelled', 'the service is being stopped', {
    hint: 'Resume the run.',
  });
  #started = false;
  #closing = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  /** Jobs that wait, in the order in which they will begin. */
  get waiting(): readonly Job[] {
    return this.#waiting;
  }

  /** Jobs in progress. */
  get active(): readonly Job[] {
    return [...this.#running.values()].map(({ job }) => job);
  }

  /** Runs at once. */
  get limit(): number {
    return this.#options.limit;
  }

  get running(): number {
    return this.#running.size;
  }

  isRunning(runId: string): boolean {
    return this.#running.has(runId);
  }

  waits(runId: string): boolean {
    return this.#waiting.some(({ run_id }) => run_id === runId);
  }

  /** Takes over a job of a former process, by its run as it is recorded now; one that is done is removed. */
  async recover(job: Job, run: RecordedRun | undefined): Promise<void> {
    const recovered = this.#recovered(job, run);
    if (recovered === undefined) await this.#options.store.remove(job.run_id);
    else this.#wait(recovered);
  }

  /** Begins what may begin, and from now on each job as it comes. */
  start(): void {
    this.#started = true;
    this.#pump();
  }

  /**
   * Accepts a job, unless its request came with the same key before: gives that one then. Rejects with a HttpRefusal when too many
   * wait, and as storing does.
   */
  async add(job: Job, request: RequestKey | null): Promise<KnownRequest | undefined> {
    requireRoom([...this.#waiting, ...this.#entering], job);
    this.#entering.add(job);
    try {
      const known = await this.#options.store.add(job, request);
      if (known !== undefined) return known;
      this.#wait(job);
    } finally {
      this.#entering.delete(job);
    }
    this.#pump();
    return undefined;
  }

  /** Takes a job out of the queue, or stops it gently: `waited` or `stopped`; undefined when there is no such job. */
  async remove(runId: string, reason: TapehaulError): Promise<'waited' | 'stopped' | undefined> {
    const at = this.#waiting.findIndex((job) => job.run_id === runId);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    const running = this.#running.get(runId);
    if (waiting === undefined && running === undefined) return undefined;
    // What its user has stopped is not continued by the next process.
    await this.#options.store.remove(runId);
    running?.gently.abort(reason);
    return waiting === undefined ? 'stopped' : 'waited';
  }

  /** Stops all runs gently and waits for their ends; those that wait stay in the queue. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { gently } of this.#running.values()) gently.abort(this.#stop);
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    for (const { run_id } of this.#waiting) this.#options.events.breakOff(run_id);
  }

  #pump(): void {
    const { limit, events } = this.#options;
    while (this.#started && !this.#closing && this.#running.size < limit) {
      const busy = new Set([...this.#running.values()].map(({ job }) => job.directory));
      const at = this.#waiting.findIndex(({ directory }) => !busy.has(directory));
      const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (job === undefined) return;
      const gently = new AbortController();
      const log = events.of(job.run_id) ?? events.begin(job.run_id, job.directory);
      const ended = underTraceparent(job.traceparent, () => this.#run(job, gently.signal, log)).then(
        (end) => {
          // Who receives the end may request more at once.
          this.#running.delete(job.run_id);
          if (end === undefined) events.breakOff(job.run_id);
          else events.end(job.run_id, end);
          this.#pump();
        },
      );
      this.#running.set(job.run_id, { job, gently, ended });
    }
  }

  /** Does a job and gives how it ended; undefined when the next process continues it. Never rejects. */
  async #run(job: Job, gently: AbortSignal, events: RunEventLog): Promise<RunEnd | undefined> {
    const { work, observer, store, onError } = this.#options;
    observer.began(job);
    const end = await work(job, gently, events);
    // A run that the end of the service has stopped stays in the queue: the next process continues it.
    const isLeft = end.state === 'cancelled' && gently.reason === this.#stop;
    if (!isLeft) await store.remove(job.run_id).catch(onError);
    const finalEnd = isLeft && this.#isContinued(job) ? undefined : end;
    observer.ended(job, finalEnd?.state);
    return finalEnd;
  }

  /** What a job of a former process is now, by its run; undefined when it is done. */
  #recovered(job: Job, run: RecordedRun | undefined): Job | undefined {
    if (run === undefined) return job;
    const { state, resumes } = run;
    if (job.kind !== 'collect') {
      const hasBegun = job.resumes !== null && resumes > job.resumes;
      // The process died after the end of the run and before the job was removed.
      if (hasBegun && isSettled(state)) return undefined;
      // What was selected is scheduled already, and left of the run.
      if (hasBegun && job.only !== null) return { ...job, kind: 'resume', only: null };
      // Continuing a run that is complete is refused, and that ends the job.
      return job;
    }
    if (isSettled(state) || (isStopped(state) && !this.#isContinued(job))) return undefined;
    return { ...job, kind: 'resume', config: null };
  }

  /** Whether the next process continues a job that the end of this one has stopped. */
  #isContinued({ kind }: Job): boolean {
    return this.#options.resumes || kind !== 'collect';
  }

  /** Puts a job into the queue, for those that follow it from now on. */
  #wait(job: Job): void {
    this.#options.observer.accepted(job);
    this.#options.events.begin(job.run_id, job.directory);
    this.#waiting.push(job);
  }
}
