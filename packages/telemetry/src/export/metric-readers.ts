import {
  ConsoleMetricExporter,
  type IMetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { grpcReceiver, httpReceiver } from './receiver.ts';

/**
 * The readers that OTEL_METRICS_EXPORTER requests, where metrics sent by OTLP have to take a proxy or to trust further
 * authorities; undefined where the SDK can make them by itself. Throws an Error that names the variable for a proxy that
 * cannot be used.
 */
export async function metricReaders(env: NodeJS.ProcessEnv): Promise<IMetricReader[] | undefined> {
  const requested = (env.OTEL_METRICS_EXPORTER ?? '').split(',').map((name) => name.trim());
  const names = new Set(requested.filter((name) => name !== ''));
  if (names.size === 0) names.add('otlp');
  const otlp = names.has('otlp') ? await otlpExporter(env) : undefined;
  if (otlp === undefined) return undefined;
  const readers: IMetricReader[] = [periodic(otlp, env)];
  if (names.has('console')) {
    readers.push(new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter() }));
  }
  if (names.has('prometheus')) {
    const { PrometheusExporter } = await import('@opentelemetry/exporter-prometheus');
    const { OTEL_EXPORTER_PROMETHEUS_HOST: host, OTEL_EXPORTER_PROMETHEUS_PORT: port } = env;
    readers.push(
      new PrometheusExporter({ ...(host ? { host } : {}), ...(port ? { port: Number(port) } : {}) }),
    );
  }
  return readers;
}

async function otlpExporter(env: NodeJS.ProcessEnv): Promise<PushMetricExporter | undefined> {
  const protocol = env.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL?.trim() || env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim();
  if (protocol === 'grpc') {
    const connection = await grpcReceiver('METRICS');
    // The proxy is in the environment by now.
    if (connection.credentials === undefined) return undefined;
    return new (await import('@opentelemetry/exporter-metrics-otlp-grpc')).OTLPMetricExporter(connection);
  }
  const connection = await httpReceiver('METRICS');
  if (connection.httpAgentOptions === undefined) return undefined;
  if (protocol === 'http/json') {
    return new (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter(connection);
  }
  return new (await import('@opentelemetry/exporter-metrics-otlp-proto')).OTLPMetricExporter(connection);
}

/** As the SDK makes it: every minute, for half of one at most. */
function periodic(exporter: PushMetricExporter, env: NodeJS.ProcessEnv): IMetricReader {
  const exportIntervalMillis = Number(env.OTEL_METRIC_EXPORT_INTERVAL?.trim() || 60_000);
  const timeout = Number(env.OTEL_METRIC_EXPORT_TIMEOUT?.trim() || 30_000);
  const exportTimeoutMillis = Math.min(timeout, exportIntervalMillis);
  return new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis });
}
