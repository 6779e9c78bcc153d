import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { networkOf } from '@tapehaul/network';
import { type GrpcConnection, grpcConnection } from './grpc-connection.ts';
import { receiverTls, type Signal } from './receiver-tls.ts';

/** Where a signal goes by default, as OpenTelemetry has it. */
const USUAL = 'http://localhost:4318';
const USUAL_GRPC = 'http://localhost:4317';
/** Batches that are sent at once. */
const SOCKETS = 2;
/** Longest time for a connection through a proxy, in milliseconds. */
const CONNECT_MS = 10_000;

/** What an exporter over HTTP is made with. */
export interface HttpConnection {
  readonly httpAgentOptions?: (protocol: string) => HttpAgent | HttpsAgent;
}

/**
 * How a signal reaches its receiver over HTTP: the proxy and the authorities that everything else follows, where any are
 * set, and the certificates that are set for the receiver alone (`OTEL_EXPORTER_OTLP_CERTIFICATE`). Empty where none are
 * set: the exporter connects by itself then.
 */
export async function httpReceiver(signal: Signal): Promise<HttpConnection> {
  const { env } = process;
  const url = receiverUrl(signal, false, env);
  // What is no address is refused by the exporter, in words of its own.
  if (!URL.canParse(url)) return {};
  const network = networkOf(env);
  const isUsual = network.routeTo(url).proxy === undefined && network.trust.variables.length === 0;
  if (isUsual) return {};
  const options = { sockets: SOCKETS, connectMs: CONNECT_MS, tls: receiverTls(env, signal) };
  const { httpAgent, httpsAgent } = (await network.agents(url, options)) as {
    httpAgent: HttpAgent;
    httpsAgent: HttpsAgent;
  };
  return { httpAgentOptions: (protocol) => (protocol === 'http:' ? httpAgent : httpsAgent) };
}

/** The same over gRPC. Throws an Error that names the variable for a proxy that gRPC cannot use. */
export function grpcReceiver(signal: Signal): Promise<GrpcConnection> {
  return grpcConnection(receiverUrl(signal, true, process.env), networkOf(process.env), process.env, signal);
}

/** The endpoint that variables name, as the exporters read it, else the usual one. */
export function receiverUrl(signal: Signal, isGrpc: boolean, env: NodeJS.ProcessEnv): string {
  return (
    env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]?.trim() ||
    env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() ||
    (isGrpc ? USUAL_GRPC : USUAL)
  );
}
