import type { ChannelCredentials } from '@grpc/grpc-js';
import type { Network, ProxyServer } from '@tapehaul/network';
import { receiverTls, type Signal } from './receiver-tls.ts';

/** What the exporter over gRPC is made with. */
export interface GrpcConnection {
  readonly credentials?: ChannelCredentials;
}

/** A host that no name ends with: the list of this process begins with it, and so is never empty. */
const NOBODY = 'nobody.invalid';

/**
 * Makes gRPC connect to a receiver as a network says. gRPC reads its proxy from the environment of the process
 * (`grpc_proxy`, `no_grpc_proxy`, else variables that it reads in ways of its own), so both are set there, with the
 * exemptions applied. Throws an Error that names the variable for a proxy that gRPC cannot use.
 */
export async function grpcConnection(
  endpoint: string,
  network: Network,
  env: NodeJS.ProcessEnv,
  signal: Signal,
): Promise<GrpcConnection> {
  if (endpoint.startsWith('unix:')) return {};
  const hasScheme = /^https?:\/\//i.test(endpoint);
  const insecure =
    env[`OTEL_EXPORTER_OTLP_${signal}_INSECURE`]?.trim() || env.OTEL_EXPORTER_OTLP_INSECURE?.trim();
  const scheme = insecure?.toLowerCase() === 'true' ? 'http' : 'https';
  const url = new URL(hasScheme ? endpoint : `${scheme}://${endpoint}`);
  const { proxy } = network.routeTo(url);
  // Spans and metrics may have receivers of their own, of which one is exempted.
  const before = env.no_grpc_proxy?.split(',') ?? [];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const direct = before[0] === NOBODY ? before.slice(1).filter((name) => name !== host) : [];
  if (proxy === undefined) direct.push(host);
  else env.grpc_proxy = addressForGrpc(proxy);
  env.no_grpc_proxy = [NOBODY, ...direct].join(',');
  if (url.protocol !== 'https:') return {};
  const own = receiverTls(env, signal);
  if (own === undefined && network.trust.variables.length === 0) return {};
  const { credentials } = await import('@grpc/grpc-js');
  const authorities = [...network.trust.certificates(), ...(own?.ca === undefined ? [] : [own.ca])];
  const [key = null, cert = null] = [own?.key, own?.cert].map((pem) =>
    pem === undefined ? undefined : Buffer.from(pem),
  );
  return { credentials: credentials.createSsl(Buffer.from(authorities.join('\n')), key, cert) };
}

/** The address of a proxy as gRPC reads it, which has `http` alone. */
function addressForGrpc({ scheme, address, user, password, variable }: ProxyServer): string {
  if (scheme !== 'http') {
    throw new Error(
      `${variable} is ${address}, and OTLP over gRPC can go through http:// proxies only. ` +
        'Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or exempt the receiver with NO_PROXY',
    );
  }
  if (user === '' && password === '') return address;
  return address.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);
}
