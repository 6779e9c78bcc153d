import { hostname } from 'node:os';
import { context, diag, metrics, propagation, trace } from '@opentelemetry/api';
import {
  defaultResource,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { ParentRule, TelemetrySettings } from './environment/environment.ts';
import { Refusals } from './export/refusals.ts';
import { createTraceExporter } from './export/trace-exporter.ts';
import { settledWithin } from './spans/settled-within.ts';
import { NO_SPANS } from './spans/span-figures.ts';
import { createSpanPipeline } from './spans/span-pipeline.ts';
import type { Telemetry, TelemetryOptions } from './telemetry-options.ts';

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * Starts the SDK and makes it the one of the process. Its parts read their variables from the environment of the
 * process by themselves, so that has the corrected values by then.
 */
export async function startSdk(
  settings: TelemetrySettings,
  options: TelemetryOptions,
): Promise<Omit<Telemetry, 'warnings'>> {
  const { traces } = settings;
  const refusals = new Refusals();
  // The SDK would listen to that log too, of which there is one, and show it on stdout.
  refusals.setLevel(process.env.OTEL_LOG_LEVEL);
  delete process.env.OTEL_LOG_LEVEL;
  const pipeline =
    traces &&
    createSpanPipeline({
      exporter: await createTraceExporter(traces.exporter),
      sampling: traces.sampling,
      refused: () => refusals.take(),
      ...queueSizes(process.env),
    });
  const readers = settings.metrics
    ? await (await import('./export/metric-readers.ts')).metricReaders(process.env)
    : [];
  const sdk = new NodeSDK({
    resource: resourceOf(options),
    resourceDetectors: [envDetector],
    ...(process.env.OTEL_SERVICE_NAME ? { serviceName: process.env.OTEL_SERVICE_NAME } : {}),
    sampler: samplerOf(traces?.parent ?? 'may_refuse'),
    spanProcessors: pipeline === undefined ? [] : [pipeline],
    logRecordProcessors: [],
    instrumentations: [],
    // Without this key the SDK makes the readers that the variables request.
    ...(readers === undefined ? {} : { metricReaders: readers }),
  });
  sdk.start();
  return {
    tracing: pipeline !== undefined,
    figures: () => pipeline?.figures() ?? NO_SPANS,
    flush: async (timeoutMs = DEFAULT_TIMEOUT_MS) => pipeline?.forceFlush(timeoutMs),
    async shutdown(timeoutMs = DEFAULT_TIMEOUT_MS) {
      const deadline = performance.now() + timeoutMs;
      const ended = pipeline?.shutdown(timeoutMs);
      await Promise.all([ended, settledWithin(Math.max(0, deadline - performance.now()), sdk.shutdown())]);
      for (const api of [trace, context, propagation, metrics, diag]) api.disable();
    },
  };
}

/** The detectors of the SDK would add the command line and the user, which are private. */
function resourceOf({ serviceName = 'tapehaul', serviceVersion }: TelemetryOptions): Resource {
  const attributes = {
    'service.name': serviceName,
    ...(serviceVersion === undefined ? {} : { 'service.version': serviceVersion }),
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
  };
  return defaultResource().merge(resourceFromAttributes(attributes));
}

/** Which spans are made at all; which of these are kept is decided when their task ends. */
function samplerOf(parent: ParentRule): Sampler {
  if (parent === 'ignored') return new AlwaysOnSampler();
  return new ParentBasedSampler({
    root: parent === 'decides' ? new AlwaysOffSampler() : new AlwaysOnSampler(),
  });
}

function queueSizes(env: NodeJS.ProcessEnv): Record<string, number> {
  const variables = {
    maxQueueSize: env.OTEL_BSP_MAX_QUEUE_SIZE,
    maxBatchSize: env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
    delayMs: env.OTEL_BSP_SCHEDULE_DELAY,
    exportTimeoutMs: env.OTEL_BSP_EXPORT_TIMEOUT,
  };
  const numbers = Object.entries(variables).map(([name, value]) => [name, Number(value)] as const);
  const sizes = Object.fromEntries(numbers.filter(([, value]) => value > 0));
  // A batch that the queue cannot hold would never be full.
  const { maxQueueSize = 65_536, maxBatchSize = 2_048 } = sizes;
  return { ...sizes, maxBatchSize: Math.min(maxBatchSize, maxQueueSize) };
}
