import { type ArchiveSource, bucketAddress, encodeKey, keyAtSource } from '@tapehaul/archive';
import type { Dispatcher } from 'undici';
import type { S3Timeouts } from './client.ts';
import type { Ask, ObjectReader } from './object-reader.ts';
import { Pipelining } from './pipelining.ts';
import { type Proxies, proxiesOf } from './proxies.ts';
import { Reading } from './reading.ts';
import { REQUESTS_PER_CONNECTION, ShortConnections } from './short-connections.ts';

/** Connections for short answers, and for those that would hold up the ones behind them. */
interface Dispatchers {
  /** None where requests go one by one. */
  readonly short: ShortConnections | undefined;
  readonly long: Dispatcher;
}

/**
 * Anonymous reads over plain HTTP, which costs a third of what the AWS SDK does for a small object:
 * connections are kept alive, nothing is signed, one GET for each read. What is expected to be short is sent two
 * requests at a time on a connection, so that half of the latency is waited for, or more where that is cheaper
 * ({@link ShortConnections}). Proxies come from the environment.
 */
export function httpReader(source: ArchiveSource, timeouts: S3Timeouts, connections: number): ObjectReader {
  const { origin, pathname } = new URL(bucketAddress(source));
  const root = `${pathname.replace(/\/$/, '')}/`;
  const isPlain = source.style === 'none';
  const proxies = proxiesOf(process.env);
  const pipelining = new Pipelining();
  let opening: Promise<Dispatchers> | undefined;
  const opened = (): Promise<Dispatchers> => {
    opening ??= dispatchersFor(origin, connections, timeouts, proxies);
    return opening;
  };

  return {
    shortAtOnce: proxies === undefined ? connections * REQUESTS_PER_CONNECTION : connections,
    async read(asked, ask, sink, signal) {
      const key = keyAtSource(source, asked);
      const { short, long } = await opened();
      const request: Dispatcher.DispatchOptions = {
        origin,
        path: root + encodeKey(key),
        method: 'GET',
        headers: headersOf(ask),
        blocking: false,
      };
      const through = (dispatcher: Dispatcher, shared: boolean): Reading => {
        const reading = new Reading(key, sink, signal, shared, isPlain);
        dispatcher.dispatch(request, reading);
        return reading;
      };
      const chosen = ask.short === true && pipelining.allows() ? short?.choose() : undefined;
      if (short === undefined || chosen === undefined) return through(long, false).done;
      const reading = through(chosen, true);
      try {
        await reading.done;
        pipelining.answered();
      } catch (error) {
        const trouble = troubleOfCompany(key, reading, short.hasGivenUp(chosen));
        if (trouble === undefined || signal.aborted) throw error;
        if (trouble === 'lost') {
          pipelining.failed();
          short.failed(chosen);
        }
        await through(long, false).done;
      }
    },
    async close() {
      if (opening === undefined) return;
      const { short, long } = await opening;
      await Promise.all([short?.destroy(), long.destroy()]);
    },
  };
}

/** How a request that shared its connection went wrong. */
type CompanyTrouble = 'lost' | 'doubtful';

/**
 * Whether a request that shared its connection is to be asked for once more, alone, since its company may be to blame:
 * `lost` when it got no answer, or that of another one; `doubtful` when the connection was given up before it was sent,
 * or the answer does not tell whose it is.
 */
function troubleOfCompany(
  key: string,
  { end, missing }: Reading,
  hasGivenUp: boolean,
): CompanyTrouble | undefined {
  if (end === 'unanswered') return 'lost';
  if (end === 'unsent') return hasGivenUp ? 'doubtful' : undefined;
  if (missing === undefined || missing === key) return undefined;
  return missing === '' ? 'doubtful' : 'lost';
}

/** Loads undici, which takes as long as starting Node does: a run that finds all in place needs none. */
async function dispatchersFor(
  origin: string,
  connections: number,
  { connectMs, idleMs }: S3Timeouts,
  proxies: Proxies | undefined,
): Promise<Dispatchers> {
  const { EnvHttpProxyAgent, Pool } = await import('undici');
  const options = {
    connections,
    connect: { timeout: connectMs },
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    // One session for all would not be so many connections.
    allowH2: false,
  };
  // A proxy need not bear two requests at a time.
  if (proxies !== undefined) {
    const { http: httpProxy, https: httpsProxy, except: noProxy } = proxies;
    return { short: undefined, long: new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy }) };
  }
  const short = new ShortConnections(connections, (count, pipelining) => {
    return new Pool(origin, { ...options, connections: count, pipelining });
  });
  return { short, long: new Pool(origin, options) };
}

function headersOf({ range, ifMatch }: Ask): Record<string, string> {
  return {
    ...(range === undefined ? {} : { range: `bytes=${range.from}-${range.to}` }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  };
}
