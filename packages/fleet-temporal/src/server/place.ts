import type { TLSConfig } from '@temporalio/client';
import type { TemporalPlace, TemporalTls } from './temporal-place.ts';

/** A place, complete. */
export type Place = TemporalPlace & Required<Pick<TemporalPlace, 'namespace' | 'taskQueue'>>;

interface Connecting {
  readonly address: string;
  readonly tls: TLSConfig | boolean;
  readonly apiKey?: string;
}

/** Id of the workflow that hands out the batches of a run. */
export function flowId({ taskQueue }: Place, run: string): string {
  return `${taskQueue}/${run}`;
}

/** What a client and a worker connect with. */
export function connectionOptions({ address, tls = false, apiKey }: TemporalPlace): Connecting {
  return {
    address,
    tls: typeof tls === 'object' ? tlsConfig(tls) : tls || apiKey !== undefined,
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function tlsConfig({ ca, certificate, key, serverName }: TemporalTls): TLSConfig {
  return {
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca }),
    ...(certificate === undefined || key === undefined ? {} : { clientCertPair: { crt: certificate, key } }),
  };
}
