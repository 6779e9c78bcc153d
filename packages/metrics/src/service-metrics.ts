import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { addProcessMetrics } from './process-metrics.ts';

/** How runs end, by the names that results have. */
export const RESULT_STATUSES = ['completed', 'completed_with_failures', 'failed', 'cancelled'] as const;
/** How a run ended. */
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/** Bounds of the time that a run takes, in seconds: an update takes minutes, a first collection days. */
const SECONDS = [1, 10, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200];

/** Output directories that have series of their own; the runs of all others count together. */
const MOST_DIRECTORIES = 100;
/** Label of these others. No output directory has that name. */
const OTHERS = '_others';

/** What is read of a service when its metrics are. Times are milliseconds since 1970 UTC. */
export interface ServiceFigures {
  readonly running: number;
  readonly waiting: number;
  /** When the run that waits longest was accepted; undefined where none waits. */
  readonly oldestWaitingAt: number | undefined;
  readonly followers: number;
  readonly followersDropped: number;
  /** Spans by fate; undefined where nothing is traced. */
  readonly spans: Readonly<Record<string, number>> | undefined;
  /** Bytes of the file system that the data are on; undefined where it cannot be read. */
  readonly disk: { readonly free: number; readonly size: number } | undefined;
  readonly directories: readonly DirectoryFigures[];
  /** Runs in progress: their output directory, and when they last progressed. */
  readonly working: readonly { readonly directory: string; readonly progressAt: number }[];
}

/** What the record of an output directory says. */
export interface DirectoryFigures {
  readonly directory: string;
  /** When its record was made. */
  readonly createdAt: number;
  /** When a run of it last completed without a failed file; undefined where none has. */
  readonly lastSuccessAt: number | undefined;
}

/** The metrics of a service. */
export interface ServiceMetrics {
  /** Lets an output directory have its counters, at 0, before a run of it ends. */
  know(directory: string): void;
  /** Counts the end of a run, which took that many seconds. */
  ended(directory: string, outcome: ResultStatus, seconds: number): void;
  /** All figures in the text format of Prometheus, version 0.0.4. */
  prometheusText(): Promise<string>;
}

/** Makes the metrics of a service; `read` is called each time that they are read. */
export function createServiceMetrics(version: string, read: () => Promise<ServiceFigures>): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  const known = new Set<string>();
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `tapehaul_${name}`, help, labelNames, registers });
  const counter = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `tapehaul_${name}`, help, labelNames, registers });

  gauge('build_info', 'Version of tapehaul and of Node; always 1.', ['version', 'node_version']).set(
    { version, node_version: process.versions.node },
    1,
  );
  const runs = counter('runs_total', 'Runs that ended, by outcome.', ['outcome', 'output_directory']);
  const duration = new Histogram({
    name: 'tapehaul_run_duration_seconds',
    help: 'Time from the start of a run in this process to its end.',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  for (const outcome of RESULT_STATUSES) duration.zero({ outcome });
  const running = gauge('runs_running', 'Runs in progress.');
  const waiting = gauge('runs_waiting', 'Runs in the queue.');
  const oldest = gauge('queue_oldest_age_seconds', 'Time that the oldest run of the queue has waited.');
  const progress = gauge(
    'run_last_progress_timestamp_seconds',
    'When a run in progress last settled a file.',
    ['output_directory'],
  );
  const success = gauge(
    'last_success_timestamp_seconds',
    'When a run last completed without a failed file.',
    ['output_directory'],
  );
  const created = gauge('record_created_timestamp_seconds', 'When the record of a directory was made.', [
    'output_directory',
  ]);
  const free = gauge('disk_free_bytes', 'Free bytes of the file system of the data.');
  const size = gauge('disk_size_bytes', 'Size of the file system of the data.');
  const followers = gauge('event_followers', 'Followers of events.');
  const dropped = counter(
    'event_followers_dropped_total',
    'Followers of events that did not read and were dropped.',
  );
  const spans = counter('spans_total', 'Spans that were sent, left out by sampling, or lost.', ['fate']);
  addProcessMetrics(registry);

  /** The label of a directory: bounded, because callers choose the names of directories. */
  const labelOf = (directory: string): string => {
    if (known.has(directory)) return directory;
    const label = known.size < MOST_DIRECTORIES ? directory : OTHERS;
    if (label === directory) known.add(directory);
    for (const outcome of RESULT_STATUSES) runs.inc({ outcome, output_directory: label }, 0);
    return label;
  };

  function set(figures: ServiceFigures): void {
    running.set(figures.running);
    waiting.set(figures.waiting);
    oldest.set(
      figures.oldestWaitingAt === undefined ? 0 : Math.max(0, Date.now() - figures.oldestWaitingAt) / 1_000,
    );
    followers.set(figures.followers);
    dropped.reset();
    dropped.inc(figures.followersDropped);
    spans.reset();
    for (const [fate, number] of Object.entries(figures.spans ?? {})) spans.inc({ fate }, number);
    for (const series of [progress, success, created, free, size]) series.reset();
    if (figures.disk === undefined) for (const series of [free, size]) series.remove();
    else {
      free.set(figures.disk.free);
      size.set(figures.disk.size);
    }
    for (const { directory, progressAt } of figures.working) {
      progress.set({ output_directory: labelOf(directory) }, progressAt / 1_000);
    }
    for (const { directory, createdAt, lastSuccessAt } of figures.directories) {
      const label = labelOf(directory);
      if (label === OTHERS) continue;
      created.set({ output_directory: label }, createdAt / 1_000);
      success.set({ output_directory: label }, (lastSuccessAt ?? 0) / 1_000);
    }
  }

  return {
    know: (directory) => void labelOf(directory),
    ended(directory, outcome, seconds) {
      runs.inc({ outcome, output_directory: labelOf(directory) });
      duration.observe({ outcome }, seconds);
    },
    async prometheusText() {
      set(await read());
      return registry.metrics();
    },
  };
}
