import { endOfError, localRuns, type RunEnd, type RunHooks, type RunOutcome } from '@tapehaul/runs';
import {
  type AccessOf,
  type CollectionMetrics,
  createCollectionMetrics,
  type FileCounts,
  fileCounts,
  type LogEvent,
  type MoveListener,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import type { ServiceConfigs } from '../access/service-configs.ts';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { Records } from '../records/records.ts';
import type { Job } from '../store/job.ts';
import { whenContinued } from './events/file-counts-fold.ts';
import type { RunEventLog } from './events/run-event-log.ts';
import type { LiveRuns } from './live/live-runs.ts';
import type { RunObserver } from './queue/run-observer.ts';
import type { RunReport, RunReports } from './reports/run-reports.ts';

/** What all jobs of a service are done with. */
export interface JobContext {
  readonly directories: Pick<OutputDirectories, 'requireBelow'>;
  readonly records: Pick<Records, 'read'>;
  readonly configs: Pick<ServiceConfigs, 'access'>;
  /** Figures of all runs of this process together. */
  readonly metrics: CollectionMetrics;
  /** Is notified of how runs get on. */
  readonly observer: RunObserver;
  /** What is known of the runs in progress beside their records. */
  readonly live: Pick<LiveRuns, 'moves'>;
  /** Reports runs elsewhere, too. */
  readonly reports?: Pick<RunReports, 'begin'> | undefined;
  /** Receives the log lines of runs and their tasks. */
  readonly onLog?: ((line: LogEvent) => void) | undefined;
  /** Receives what went wrong, with the id of the run that it kept from beginning, if it is one of a run. */
  readonly onError: (error: unknown, run?: string) => void;
}

/** Does a job until it has ended or is stopped, and gives how it ended. Never rejects. */
export async function doJob(
  job: Job,
  gently: AbortSignal,
  events: RunEventLog,
  { directories, records, metrics, observer, live, configs, reports, onLog, onError }: JobContext,
): Promise<RunEnd> {
  events.begins(await countsBefore(job, records));
  const report = reports?.begin(job);
  const onEvent = (event: WorkflowEvent): void => {
    observer.receive(job, event);
    events.add(event);
    report?.onEvent(event);
  };
  const options = {
    gently,
    metrics,
    access: configs.access,
    onEvent,
    onLog,
    onMove: live.moves(job),
    report,
  };
  try {
    const outcome = await inDirectory(directories, job, options);
    report?.end({ outcome });
    return endOf(outcome);
  } catch (error) {
    report?.end({ error });
    onError(error, job.run_id);
    return endOfError(error);
  }
}

/** Files by state as a job finds them: none for a new run, and where the record cannot be read, as its run will say. */
async function countsBefore(
  { run_id: runId, kind, directory, config }: Job,
  records: Pick<Records, 'read'>,
): Promise<FileCounts> {
  if (config !== null) return {};
  const counts = await records.read(directory, (record) => fileCounts(record, { runId })).catch(() => {});
  return whenContinued(counts ?? {}, { failed: kind === 'retry' });
}

/** Does a job in a directory that is below the data now, whatever it was when the job was accepted. */
async function inDirectory(
  directories: Pick<OutputDirectories, 'requireBelow'>,
  job: Job,
  options: JobOptions,
): Promise<RunOutcome> {
  directories.requireBelow(job.directory);
  return runJob(job, options);
}

/** What followers of a run receive of its end. */
function endOf({ state, exit_code, error }: RunOutcome): RunEnd {
  return { state, exit_code, error };
}

/** What a job is done with. */
interface JobOptions {
  /** Stops it gently. */
  readonly gently: AbortSignal;
  /** Figures of all runs of this process together. */
  readonly metrics: CollectionMetrics;
  /** How the source and the storage of a run are reached; refuses those that are not the operator's. */
  readonly access: AccessOf;
  readonly onEvent: (event: WorkflowEvent) => void;
  /** Receives the log lines of the run and its tasks. */
  readonly onLog?: ((line: LogEvent) => void) | undefined;
  /** Receives which files engines move. */
  readonly onMove: MoveListener;
  /** Reports the run elsewhere, too. */
  readonly report: RunReport | undefined;
}

/** Does a job, once no other process owns its output directory, and gives how it ended. Rejects when it cannot begin. */
async function runJob(
  job: Job,
  { gently, metrics, access, onEvent, onLog, onMove, report }: JobOptions,
): Promise<RunOutcome> {
  const { run_id: runId, kind, directory, config, origins: kept, plan, settings, only, started_by } = job;
  const control = localRuns(directory, { metrics: forBoth(metrics), access });
  const hooks: RunHooks = {
    gently,
    wait: true,
    onMove,
    onEvent: (event) => event && onEvent(event),
    ...(report === undefined ? {} : { onState: report.onState }),
    onLog: (line) => {
      report?.onLog(line);
      onLog?.(line);
    },
  };
  const place = job.on === null ? {} : { on: job.on };
  const known = kept === null ? {} : { origins: new Map(Object.entries(kept)) };
  const rate = job.max_bytes_per_second;
  const maxRate = rate === null ? {} : { maxBytesPerSecond: rate };
  const selection = only === null ? {} : { only };
  if (kind !== 'collect') {
    return control[kind](runId, { ...known, ...maxRate, ...selection, ...place, settings }, hooks);
  }
  return config === null
    ? control.resume(runId, known, hooks)
    : control.collect(
        {
          config,
          runId,
          ...known,
          ...place,
          ...(plan === null ? {} : { plan }),
          ...(started_by === null ? {} : { startedBy: started_by }),
        },
        hooks,
      );
}

/** Figures of one run, which count for those of the service too. */
function forBoth(all: CollectionMetrics): CollectionMetrics {
  const own = createCollectionMetrics();
  return {
    ...own,
    handle(event) {
      own.handle(event);
      all.handle(event);
    },
  };
}
