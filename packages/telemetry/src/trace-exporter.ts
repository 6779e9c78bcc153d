import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { networkOf } from '@tapehaul/network';
import type { TelemetrySettings } from './environment.ts';

/** The exporter asked for; only its own code is loaded. It reads its endpoint, headers and time-out by itself. */
export async function createTraceExporter(
  exporter: NonNullable<TelemetrySettings['traces']>['exporter'],
): Promise<SpanExporter> {
  switch (exporter) {
    case 'grpc':
      return new (await import('@opentelemetry/exporter-trace-otlp-grpc')).OTLPTraceExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter(
        await connections(),
      );
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter(
        await connections(),
      );
    case 'console':
      return new (await import('@opentelemetry/sdk-trace')).ConsoleSpanExporter();
  }
}

/** Where spans go by default, as OpenTelemetry has it. */
const USUAL = 'http://localhost:4318';
/** Batches that are sent at once. */
const SOCKETS = 2;
/** Longest time for a connection through a proxy, in milliseconds. */
const CONNECT_MS = 10_000;

/**
 * The proxy and the authorities that everything else follows, where any are set. Certificates that are set for the
 * receiver alone (`OTEL_EXPORTER_OTLP_CERTIFICATE`) are left to the exporter, which reads them by itself.
 */
async function connections(): Promise<{
  readonly httpAgentOptions?: (protocol: string) => HttpAgent | HttpsAgent;
}> {
  const { env } = process;
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT || USUAL;
  // What is no address is refused by the exporter, in words of its own.
  if (!URL.canParse(url)) return {};
  const hasOwn = OWN_CERTIFICATES.some((name) => env[name]);
  const network = networkOf(env);
  const isUsual = network.routeTo(url).proxy === undefined && network.trust.variables.length === 0;
  if (hasOwn || isUsual) return {};
  const agents = await network.agents(url, { sockets: SOCKETS, connectMs: CONNECT_MS });
  const { httpAgent, httpsAgent } = agents as { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  return { httpAgentOptions: (protocol) => (protocol === 'http:' ? httpAgent : httpsAgent) };
}

const OWN_CERTIFICATES = ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE'];
