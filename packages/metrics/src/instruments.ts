import { createNoopMeter, metrics } from '@opentelemetry/api';
import { Counter, Histogram, Registry } from 'prom-client';
import type { MetricsEvent } from './metrics-event.ts';

/**
 * Bounds of the time that a file takes, in seconds, and of its size, in bytes: the archive's files have from 1 kB
 * to some hundred MB.
 */
const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const BYTES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** Figures of a collection as instruments. Labels are few and fixed: never a symbol or a key. */
export interface Instruments {
  handle(event: MetricsEvent): void;
  /** The figures in the text format of Prometheus, version 0.0.4. */
  prometheusText(): Promise<string>;
}

/** Prometheus name, OpenTelemetry name, unit and description of each instrument. */
const TABLE = {
  planned: ['tapehaul_files_planned_total', 'tapehaul.files.planned', '{file}', 'Files of plans.'],
  files: ['tapehaul_files_total', 'tapehaul.files', '{file}', 'Files that have ended, by outcome.'],
  placed: ['tapehaul_placed_bytes_total', 'tapehaul.placed', 'By', 'Size of files that are in place.'],
  fetched: [
    'tapehaul_fetched_bytes_total',
    'tapehaul.fetched',
    'By',
    'Bytes moved, sidecars and repeated attempts included.',
  ],
  retries: [
    'tapehaul_retries_total',
    'tapehaul.retries',
    '{attempt}',
    'Attempts on files that failed and were repeated.',
  ],
  fallBacks: [
    'tapehaul_fall_backs_total',
    'tapehaul.fall_backs',
    '{transfer}',
    'Transfers that another engine took over.',
  ],
  batches: ['tapehaul_batches_total', 'tapehaul.batches', '{batch}', 'Processes of s5cmd that have ended.'],
  duration: [
    'tapehaul_file_duration_seconds',
    'tapehaul.file.duration',
    's',
    'Time that a fetched file took, until it was in place or given up.',
  ],
  size: ['tapehaul_file_size_bytes', 'tapehaul.file.size', 'By', 'Size of fetched files that are in place.'],
} as const;

/** How files end: the values of the label of `tapehaul_files_total`. */
const OUTCOMES = ['downloaded', 'cached', 'unverified', 'absent', 'failed', 'disputed'] as const;

type Labels = Readonly<Record<string, string>>;

/** New instruments, at 0, and those of the OpenTelemetry SDK where one has been started, unless nothing is to be exported. */
export function createInstruments(isExported = true): Instruments {
  const registry = new Registry();
  const meter = isExported ? metrics.getMeter('@tapehaul/metrics') : createNoopMeter();

  function counter(name: keyof typeof TABLE, labelNames: readonly string[] = []) {
    const [prometheus, otel, unit, help] = TABLE[name];
    const own = new Counter({ name: prometheus, help, labelNames, registers: [registry] });
    const theirs = meter.createCounter(otel, { unit, description: help });
    return (value: number, labels: Labels = {}): void => {
      own.inc(labels, value);
      theirs.add(value, labels);
    };
  }

  function histogram(name: keyof typeof TABLE, buckets: readonly number[]) {
    const [prometheus, otel, unit, help] = TABLE[name];
    const own = new Histogram({ name: prometheus, help, buckets: [...buckets], registers: [registry] });
    const advice = { explicitBucketBoundaries: [...buckets] };
    const theirs = meter.createHistogram(otel, { unit, description: help, advice });
    return (value: number): void => {
      own.observe(value);
      theirs.record(value);
    };
  }

  const planned = counter('planned');
  const files = counter('files', ['outcome']);
  const placed = counter('placed');
  const fetched = counter('fetched');
  const retries = counter('retries');
  const fallBacks = counter('fallBacks');
  const batches = counter('batches');
  const duration = histogram('duration', SECONDS);
  const size = histogram('size', BYTES);
  // From the start, at 0: a rate needs a value before the first failure.
  for (const outcome of OUTCOMES) files(0, { outcome });
  for (const count of [planned, placed, fetched, retries, fallBacks, batches]) count(0);

  return {
    prometheusText: () => registry.metrics(),
    handle(event) {
      if (event.kind === 'planned') planned(event.tasks);
      else if (event.kind === 'batch') batches(1);
      else if (event.kind === 'fall_back') fallBacks(1);
      else if (event.kind === 'moved_elsewhere') {
        fetched(event.bytesFetched);
        batches(event.batches);
        fallBacks(event.fallBacks);
      } else if (event.kind === 'earlier') {
        if (event.cached > 0) files(event.cached, { outcome: 'cached' });
        if (event.absent > 0) files(event.absent, { outcome: 'absent' });
        if (event.failed > 0) files(event.failed, { outcome: 'failed' });
        if (event.disputed) files(event.disputed, { outcome: 'disputed' });
        placed(event.bytes);
      } else {
        fetched(event.bytesFetched);
        if (event.kind === 'retried') retries(1);
        else if (event.kind === 'settled_elsewhere') {
          for (const outcome of OUTCOMES) if (event[outcome] > 0) files(event[outcome], { outcome });
          placed(event.bytes);
        } else {
          files(1, { outcome: event.status });
          placed(event.bytes);
          if (event.bytesFetched > 0) duration(event.duration);
          if (event.bytesFetched > 0 && event.bytes > 0) size(event.bytes);
        }
      }
    },
  };
}
