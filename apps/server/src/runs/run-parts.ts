import type { ServiceConfigs } from '../access/service-configs.ts';
import type { PlanMaker } from '../plans/plan-maker.ts';
import type { HostPaths } from '../records/host-paths.ts';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { Records } from '../records/records.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { EventLogs } from './events/event-logs.ts';
import { type RunFeeds, runFeeds } from './feeds/run-feeds.ts';
import { LiveRuns } from './live/live-runs.ts';
import { JobQueue } from './queue/job-queue.ts';
import { eachObserver, type RunObserver } from './queue/run-observer.ts';
import { RunReader } from './queue/run-reader.ts';
import { doJob, type JobContext } from './run-job.ts';
import { RunService } from './run-service.ts';
import { RunViews } from './view/run-views.ts';

/** How a service runs collections. */
export interface RunOptions extends Omit<JobContext, 'observer' | 'live'> {
  /** Is notified of how runs get on. */
  readonly figures: RunObserver;
  readonly directories: OutputDirectories;
  readonly records: Records;
  /** Takes paths of this machine out of events. */
  readonly hostPaths: HostPaths;
  /** Outlives the process: what has been accepted. */
  readonly store: ServiceStore;
  readonly configs: ServiceConfigs;
  /** Plans that runs are started from. */
  readonly plans: Pick<PlanMaker, 'find' | 'requireUnchanged'>;
  /** Runs at once; others wait in the queue. */
  readonly limit: number;
  /** Whether requests may have files done by workers of a fleet. */
  readonly allowsFleet: boolean;
  /** Whether runs that were in progress when the service died are continued. */
  readonly resumes: boolean;
}

/** The parts of a service that have to do with runs. */
export interface RunParts {
  /** Starts, continues and stops runs. */
  readonly service: RunService;
  /** Reads runs, recorded or queued. */
  readonly reader: RunReader;
  /** Shows runs. */
  readonly views: RunViews;
  /** What those who follow runs are sent, beside each event of a run. */
  readonly feeds: RunFeeds;
  readonly queue: Pick<JobQueue, 'waiting' | 'running'>;
}

/** Makes the parts that start, queue, do and read runs. */
export function runParts(options: RunOptions): RunParts {
  const { directories, records, hostPaths, configs, plans, store, figures, limit, resumes, onError } =
    options;
  const { allowsFleet } = options;
  const events = new EventLogs((event) => hostPaths.value(event));
  const live = new LiveRuns();
  const observer = eachObserver(figures, live);
  const queue = new JobQueue({
    store: store.jobs,
    events,
    observer,
    limit,
    resumes,
    work: (job, gently, log) => doJob(job, gently, log, { ...options, observer, live }),
    onError,
  });
  const reader = new RunReader({ queue, records, directories, events });
  const views = new RunViews({ live, queued: (runId) => reader.queuedRun(runId) });
  const service = new RunService({ queue, store, records, reader, configs, plans, events, allowsFleet });
  const feeds = runFeeds({ reader, records, views, live, hostPaths });
  return { service, reader, views, feeds, queue };
}
