import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { networkOf } from '@tapehaul/network';
import type { TelemetrySettings } from './environment.ts';
import { type GrpcConnection, grpcConnection } from './grpc-connection.ts';
import { receiverTls } from './receiver-tls.ts';

/** The exporter asked for; only its own code is loaded. It reads its endpoint, headers and time-out by itself. */
export async function createTraceExporter(
  exporter: NonNullable<TelemetrySettings['traces']>['exporter'],
): Promise<SpanExporter> {
  switch (exporter) {
    case 'grpc':
      return new (await import('@opentelemetry/exporter-trace-otlp-grpc')).OTLPTraceExporter(
        await overGrpc(),
      );
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
const USUAL_GRPC = 'http://localhost:4317';
/** Batches that are sent at once. */
const SOCKETS = 2;
/** Longest time for a connection through a proxy, in milliseconds. */
const CONNECT_MS = 10_000;

/** The endpoint that variables name, as the exporters read it. */
function endpointOf({ env }: NodeJS.Process): string | undefined {
  return (
    env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim() || env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || undefined
  );
}

/**
 * The proxy and the authorities that everything else follows, where any are set, and the certificates that are set for the
 * receiver alone (`OTEL_EXPORTER_OTLP_CERTIFICATE`).
 */
async function connections(): Promise<{
  readonly httpAgentOptions?: (protocol: string) => HttpAgent | HttpsAgent;
}> {
  const { env } = process;
  const url = endpointOf(process) ?? USUAL;
  // What is no address is refused by the exporter, in words of its own.
  if (!URL.canParse(url)) return {};
  const network = networkOf(env);
  const isUsual = network.routeTo(url).proxy === undefined && network.trust.variables.length === 0;
  if (isUsual) return {};
  const options = { sockets: SOCKETS, connectMs: CONNECT_MS, tls: receiverTls(env) };
  const { httpAgent, httpsAgent } = (await network.agents(url, options)) as {
    httpAgent: HttpAgent;
    httpsAgent: HttpsAgent;
  };
  return { httpAgentOptions: (protocol) => (protocol === 'http:' ? httpAgent : httpsAgent) };
}

/** The same for gRPC. */
async function overGrpc(): Promise<GrpcConnection> {
  return grpcConnection(endpointOf(process) ?? USUAL_GRPC, networkOf(process.env), process.env);
}
