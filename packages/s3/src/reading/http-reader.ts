import { type ArchiveSource, bucketAddress, encodeKey, keyAtSource } from '@tapehaul/archive';
import type { Network } from '@tapehaul/network';
import type { Dispatcher } from 'undici';
import type { ObjectReader, ReadOptions } from '../answers/object-reader.ts';
import type { S3Timeouts } from '../connections/client.ts';
import { dispatcherOf } from '../connections/dispatcher-of.ts';
import { Pipelining } from '../connections/pipelining.ts';
import { REQUESTS_PER_CONNECTION, ShortConnections } from '../connections/short-connections.ts';
import { Reading } from './reading.ts';

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
export function httpReader(
  source: ArchiveSource,
  timeouts: S3Timeouts,
  connections: number,
  network: Network,
): ObjectReader {
  const { origin, pathname } = new URL(bucketAddress(source));
  const root = `${pathname.replace(/\/$/, '')}/`;
  const isPlain = source.style === 'none';
  const isDirect = network.routeTo(origin).proxy === undefined;
  const pipelining = new Pipelining();
  let opening: Promise<Dispatchers> | undefined;
  const opened = (): Promise<Dispatchers> => {
    opening ??= dispatchersFor(origin, connections, timeouts, network);
    return opening;
  };

  return {
    shortAtOnce: isDirect ? connections * REQUESTS_PER_CONNECTION : connections,
    async read(archiveKey, options, sink, signal) {
      const key = keyAtSource(source, archiveKey);
      const { short, long } = await opened();
      const request: Dispatcher.DispatchOptions = {
        origin,
        path: root + encodeKey(key),
        method: 'GET',
        headers: headersOf(options),
        blocking: false,
      };
      const through = (dispatcher: Dispatcher, shared: boolean): Reading => {
        const reading = new Reading(key, sink, signal, {
          shared,
          isPlain,
          isRanged: options.range !== undefined,
        });
        dispatcher.dispatch(request, reading);
        return reading;
      };
      const chosen = options.short === true && pipelining.allows() ? short?.choose() : undefined;
      if (short === undefined || chosen === undefined) return through(long, false).done;
      const reading = through(chosen, true);
      try {
        await reading.done;
        pipelining.answered();
      } catch (error) {
        const failure = sharedFailure(key, reading, short.hasGivenUp(chosen));
        if (failure === undefined || signal.aborted) throw error;
        if (failure === 'lost') {
          pipelining.failed();
          short.failed(chosen);
        }
        await through(long, false).done;
      }
    },
    async close() {
      // What could not be opened need not be closed.
      const open = await opening?.catch(() => undefined);
      await Promise.all([open?.short?.destroy(), open?.long.destroy()]);
    },
  };
}

/** How a request that shared its connection went wrong. */
type SharedFailure = 'lost' | 'doubtful';

/**
 * Whether a request that shared its connection is to be sent once more, alone, because the requests beside it may be the cause:
 * `lost` when it got no answer, or that of another one; `doubtful` when the connection was given up before it was sent,
 * or the answer does not show whose it is.
 */
function sharedFailure(
  key: string,
  { end, missing }: Reading,
  hasGivenUp: boolean,
): SharedFailure | undefined {
  if (end === 'unanswered') return 'lost';
  if (end === 'unsent') return hasGivenUp ? 'doubtful' : undefined;
  if (missing === undefined || missing === key) return undefined;
  return missing === '' ? 'doubtful' : 'lost';
}

/** Opens nothing yet, but loads undici. */
async function dispatchersFor(
  origin: string,
  connections: number,
  { connectMs, idleMs }: S3Timeouts,
  network: Network,
): Promise<Dispatchers> {
  const options = { connections, connectMs, idleMs };
  const long = await dispatcherOf(network, origin, options);
  // A proxy need not bear two requests at a time.
  if (network.routeTo(origin).proxy !== undefined) return { short: undefined, long };
  const short = await ShortConnections.open(connections, (count, pipelining) => {
    return dispatcherOf(network, origin, { ...options, connections: count, pipelining });
  });
  return { short, long };
}

function headersOf({ range, ifMatch }: ReadOptions): Record<string, string> {
  return {
    ...(range === undefined ? {} : { range: `bytes=${range.from}-${range.to}` }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  };
}
