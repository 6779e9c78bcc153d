import { counted } from '@tapehaul/errors';
import type { Job } from '../../store/job.ts';
import type { JobQueue } from './job-queue.ts';

/** A run that was accepted and has not ended. */
export interface QueuedRun {
  readonly runId: string;
  /** Its output directory, absolute, and its name. */
  readonly directory: string;
  readonly name: string;
  readonly kind: Job['kind'];
  /** Its configuration and where the values of it came from; null for a run that is continued. */
  readonly config: Job['config'];
  readonly origins: Job['origins'];
  /** Whether it may have a record: it has begun, or is continued. */
  readonly mayBeRecorded: boolean;
  /** Its place in the queue, 1 for the next; null once it has begun. */
  readonly place: number | null;
  /** What it waits for in the queue, in words; null once it has begun. */
  readonly waitsFor: string | null;
  /** Name of the token that started it. */
  readonly startedBy: string | null;
  /** The span of the request that started it, as W3C traceparent. */
  readonly traceparent: string | null;
}

/** The queue as its runs are listed from it. */
export type ListedQueue = Pick<JobQueue, 'active' | 'waiting' | 'limit'>;

/** The runs of a queue, those in progress first; `nameOf` names an output directory. */
export function queuedRuns(queue: ListedQueue, nameOf: (directory: string) => string): QueuedRun[] {
  return [
    ...queue.active.map((job) => runOf(queue, job, null, nameOf)),
    ...queue.waiting.map((job, at) => runOf(queue, job, at + 1, nameOf)),
  ];
}

/** One of them; undefined when there is none with that id. */
export function queuedRun(
  queue: ListedQueue,
  nameOf: (directory: string) => string,
  runId: string,
): QueuedRun | undefined {
  const active = queue.active.find(({ run_id }) => run_id === runId);
  if (active !== undefined) return runOf(queue, active, null, nameOf);
  const at = queue.waiting.findIndex(({ run_id }) => run_id === runId);
  const waiting = queue.waiting[at];
  return waiting && runOf(queue, waiting, at + 1, nameOf);
}

function runOf(
  queue: ListedQueue,
  job: Job,
  place: number | null,
  nameOf: (directory: string) => string,
): QueuedRun {
  return {
    runId: job.run_id,
    directory: job.directory,
    name: nameOf(job.directory),
    kind: job.kind,
    config: job.config,
    origins: job.origins,
    mayBeRecorded: place === null || job.kind !== 'collect',
    place,
    waitsFor: place === null ? null : reasonOf(queue, job, place),
    startedBy: job.started_by,
    traceparent: job.traceparent,
  };
}

/** Why a job has not begun: what uses its output directory or is to use it first, else that enough runs are in progress. */
function reasonOf({ active, waiting, limit }: ListedQueue, { directory }: Job, place: number): string {
  const before = [...active, ...waiting.slice(0, place - 1)].find((job) => job.directory === directory);
  if (before !== undefined) return `run ${before.run_id}, which uses the same output directory`;
  return `${counted(active.length, 'run')} in progress; the service does ${limit} at once (--limit)`;
}
