import { type ArchiveSource, bucketAddress, keyAtSource, PUBLIC_ARCHIVE } from '@tapehaul/archive';
import {
  type Engine,
  LOW_SPEED,
  type LowSpeed,
  type Received,
  type RequestPace,
  type Transfer,
} from '@tapehaul/downloader';
import { stoppedBy, TapehaulError, timerTime } from '@tapehaul/errors';
import { type Network, networkOf } from '@tapehaul/network';
import pLimit from 'p-limit';
import type { ObjectReader } from './answers/object-reader.ts';
import { readThroughProxy } from './answers/through-proxy.ts';
import { checkOptions, type OptionNames } from './connections/check-options.ts';
import { bucketFor, s3Client, timeoutsOf } from './connections/client.ts';
import { atRate } from './pace/rate.ts';
import { atPace } from './pace/request-rate.ts';
import { httpReader } from './reading/http-reader.ts';
import { aboveLowSpeed } from './reading/low-speed.ts';
import { readVersion } from './reading/read-version.ts';
import { type ReceiveRules, receive } from './reading/receive.ts';
import { sdkReader } from './reading/sdk-reader.ts';

/** How the S3 engine works. */
export interface S3Options extends Partial<ArchiveSource> {
  /**
   * Connections for small objects that the caller proves, each with two requests in progress, and as many for all others,
   * each with one; 16 by default, which the archive bears well. A process that is too busy to wait for anything sends
   * the same number of small requests over an eighth of the connections, four at least.
   */
  readonly concurrency?: number;
  /** Longest time without a byte, in seconds; 60 by default. */
  readonly timeoutSeconds?: number;
  /** When a body comes too slowly, over each connection; by default with fewer than 50 bytes a second for a minute. */
  readonly lowSpeed?: LowSpeed;
  /** Longest time for one object, in seconds; by default as long as its bytes move. */
  readonly totalTimeoutSeconds?: number;
  /** Most bytes a second, of all transfers together; by default as many as come. */
  readonly maxBytesPerSecond?: number;
  /** Lets requests begin, such as {@link requestPace}; each begins at once by default. */
  readonly pace?: RequestPace;
  /**
   * Whose credentials: `anonymous`, the default, reads over plain HTTP; `chain` through the AWS SDK with what
   * its chain finds, for a private copy of the archive.
   */
  readonly credentials?: 'anonymous' | 'chain';
  /** Objects above this size are read by several connections where some are idle, in bytes; 32 MiB by default. */
  readonly splitAbove?: number;
  /** Size of such parts in bytes; 16 MiB by default. */
  readonly partBytes?: number;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}

const OPTIONS: OptionNames<S3Options> = {
  endpoint: true,
  bucket: true,
  region: true,
  prefix: true,
  style: true,
  concurrency: true,
  timeoutSeconds: true,
  lowSpeed: true,
  totalTimeoutSeconds: true,
  maxBytesPerSecond: true,
  pace: true,
  credentials: true,
  splitAbove: true,
  partBytes: true,
  network: true,
};
const MIB = 2 ** 20;
/** Objects up to this size, in bytes, do not hold up a request behind them on their connection. */
const SHORT = 256 * 1_024;
/** Connections for large objects: more of them only disturb each other. */
const LARGE_AT_ONCE = 8;

/**
 * The S3 engine: one GET for each object, streamed to disk or handed over in memory; no HEAD. Large objects
 * are read in parallel parts of one version (If-Match) while connections are idle. Reads the public archive
 * unless another source is given. Throws a TapehaulError `config_invalid` for options that cannot be.
 */
export function s3Engine(options: S3Options = {}): Engine {
  checkOptions('s3Engine', options, OPTIONS);
  const {
    concurrency = 16,
    maxBytesPerSecond,
    pace,
    totalTimeoutSeconds,
    lowSpeed = LOW_SPEED,
    splitAbove = 32 * MIB,
    partBytes = 16 * MIB,
  } = options;
  const { network = networkOf() } = options;
  const address = bucketAddress({ ...PUBLIC_ARCHIVE, ...options });
  const named = readThroughProxy(readerFor(options, concurrency, network), network, address);
  const fast = aboveLowSpeed(named, lowSpeed);
  const slowed = maxBytesPerSecond === undefined ? fast : atRate(fast, maxBytesPerSecond);
  const reader = pace === undefined ? slowed : atPace(slowed, pace);
  const shortLimit = pLimit(reader.shortAtOnce);
  const limit = pLimit(concurrency);
  const largeLimit = pLimit(Math.min(LARGE_AT_ONCE, concurrency));
  const live = new Set<AbortController>();
  let closed = false;

  const spare = (work: () => Promise<void>): void => {
    largeLimit(() => limit(work)).catch(() => {});
  };
  const rules: ReceiveRules = { above: splitAbove, partBytes, short: false, spare };
  const shortRules: ReceiveRules = { ...rules, short: true };

  async function get(transfer: Transfer, short: boolean, signal: AbortSignal): Promise<Received> {
    if (closed) throw new TapehaulError('cancelled', 'the engine was closed');
    if (signal.aborted) throw stoppedBy(signal);
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(stoppedBy(signal));
    const timer = endAfter(totalTimeoutSeconds, transfer.key, stop);
    signal.addEventListener('abort', onAbort);
    live.add(stop);
    try {
      if (transfer.versionOnly === true) return await readVersion(reader, transfer.key, stop.signal);
      return await receive(reader, transfer, short ? shortRules : rules, stop.signal);
    } catch (thrown) {
      throw stop.signal.aborted ? stop.signal.reason : thrown;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      live.delete(stop);
    }
  }

  return {
    name: 's3',
    capacity: concurrency,
    readsVersions: true,
    small: { takes: isShort, capacity: reader.shortAtOnce },
    get(transfer, signal) {
      if (isShort(transfer)) return shortLimit(() => get(transfer, true, signal));
      const run = () => limit(() => get(transfer, false, signal));
      return (transfer.size ?? transfer.likelySize ?? 0) > splitAbove ? largeLimit(run) : run();
    },
    async close() {
      closed = true;
      for (const stop of live) stop.abort(new TapehaulError('cancelled', 'the engine was closed'));
      await reader.close();
    },
  };
}

/** Whether a transfer may share a connection: a server that lost a request would answer it with the next one. */
function isShort({ size, likelySize, proved }: Transfer): boolean {
  return proved === true && (size ?? likelySize ?? Number.POSITIVE_INFINITY) <= SHORT;
}

function readerFor(options: S3Options, concurrency: number, network: Network): ObjectReader {
  const { credentials = 'anonymous', timeoutSeconds = 60 } = options;
  const source: ArchiveSource = { ...PUBLIC_ARCHIVE, ...options };
  const timeouts = timeoutsOf(timeoutSeconds);
  if (credentials === 'anonymous') return httpReader(source, timeouts, concurrency, network);
  const reader = sdkReader(bucketFor(source), concurrency, () =>
    s3Client(source, { credentials, timeouts, sockets: concurrency, attempts: 1, network }),
  );
  return {
    ...reader,
    read: (key, span, sink, signal) => reader.read(keyAtSource(source, key), span, sink, signal),
  };
}

/** Gives a transfer up after that many seconds, if any are given. */
function endAfter(
  seconds: number | undefined,
  key: string,
  stop: AbortController,
): NodeJS.Timeout | undefined {
  if (seconds === undefined) return undefined;
  const giveUp = (): void => {
    const message = `${key}: not here after ${seconds} s`;
    stop.abort(new TapehaulError('timed_out', message, { facts: { key, seconds } }));
  };
  return setTimeout(giveUp, timerTime(seconds * 1_000));
}
