import type { ArchiveSource } from '@tapehaul/archive';
import type { ErrorCode, TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import type { S3Timeouts } from './client.ts';
import type { Ask, ObjectReader } from './object-reader.ts';
import { Pipelining } from './pipelining.ts';
import { Reading } from './reading.ts';

/** Short requests that a connection has under way: one is answered while the next is on its way. */
const REQUESTS_PER_CONNECTION = 2;

/** Connections for short answers, and for those that would hold up the ones behind them. */
interface Dispatchers {
  readonly short: Dispatcher;
  readonly long: Dispatcher;
}

/**
 * Anonymous reads over plain HTTP, which costs a third of what the AWS SDK does for a small object:
 * connections are kept alive, nothing is signed, one GET for each read. What is expected to be short is sent two
 * requests at a time on a connection, so that half of the latency is waited for. Proxies come from the environment.
 */
export function httpReader(source: ArchiveSource, timeouts: S3Timeouts, connections: number): ObjectReader {
  const { origin, pathname } = new URL(source.endpoint);
  const root = `${pathname.replace(/\/$/, '')}/${encodeURIComponent(source.bucket)}/`;
  const proxied = isProxied(process.env);
  const pipelining = new Pipelining();
  let opening: Promise<Dispatchers> | undefined;
  const opened = (): Promise<Dispatchers> => {
    opening ??= dispatchersFor(origin, connections, timeouts, proxied);
    return opening;
  };

  return {
    shortAtOnce: proxied ? connections : connections * REQUESTS_PER_CONNECTION,
    async read(key, ask, sink, signal) {
      const { short, long } = await opened();
      const pipelined = ask.short === true && !proxied && pipelining.allows();
      const request: Dispatcher.DispatchOptions = {
        origin,
        path: root + key.split('/').map(encodeURIComponent).join('/'),
        method: 'GET',
        headers: headersOf(ask),
        blocking: !pipelined,
      };
      await new Promise<void>((resolve, reject) => {
        const refuse = (error: TapehaulError): void => {
          if (pipelined && UNANSWERED.has(error.code)) pipelining.failed();
          reject(error);
        };
        (pipelined ? short : long).dispatch(request, new Reading(key, sink, signal, resolve, refuse));
      });
    },
    async close() {
      if (opening === undefined) return;
      const { short, long } = await opening;
      await Promise.all([short.destroy(), long.destroy()]);
    },
  };
}

/** Errors of a connection that may come of two requests on it. */
const UNANSWERED: ReadonlySet<ErrorCode> = new Set(['connection_failed', 'stalled', 'truncated']);

/** Loads undici, which takes as long as starting Node does: a run that finds all in place needs none. */
async function dispatchersFor(
  origin: string,
  connections: number,
  { connectMs, idleMs }: S3Timeouts,
  proxied: boolean,
): Promise<Dispatchers> {
  const { EnvHttpProxyAgent, Pool } = await import('undici');
  const options = {
    connections,
    connect: { timeout: connectMs },
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
  };
  if (proxied) {
    const agent = new EnvHttpProxyAgent(options);
    return { short: agent, long: agent };
  }
  return {
    short: new Pool(origin, { ...options, pipelining: REQUESTS_PER_CONNECTION }),
    long: new Pool(origin, options),
  };
}

/** Whether the environment names a proxy, which need not bear two requests at a time. */
function isProxied(env: NodeJS.ProcessEnv): boolean {
  const proxy = env.HTTP_PROXY ?? env.http_proxy ?? env.HTTPS_PROXY ?? env.https_proxy;
  return proxy !== undefined && proxy !== '';
}

function headersOf({ range, ifMatch }: Ask): Record<string, string> {
  return {
    ...(range === undefined ? {} : { range: `bytes=${range.from}-${range.to}` }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  };
}
