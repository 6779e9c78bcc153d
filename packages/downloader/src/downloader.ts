import { join } from 'node:path';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { checkDownloaderOptions } from './check-downloader-options.ts';
import { GROUPED_AT_ONCE } from './disk/durability.ts';
import { localTarget } from './disk/local-target.ts';
import { PacedDisk } from './disk/paced-disk.ts';
import { openStaging, type Staging } from './disk/staging.ts';
import { stateDirectory } from './disk/state-directory.ts';
import type { Downloader, DownloaderOptions } from './downloader-options.ts';
import { Admission } from './engine/admission.ts';
import { MAX_OBJECT_BYTES } from './engine/bounds.ts';
import type { DownloadRequest, Outcome } from './engine/outcome.ts';
import type { Effort } from './fetch/fetch-pair.ts';
import { obtain, recordedInPlace, takenAtItsWord } from './fetch/obtain.ts';
import type { ObtainContext } from './fetch/obtain-context.ts';
import { fetchThrough, smallCapacity } from './fetch-through.ts';
import { checkPaths, ownPart } from './paths/check-paths.ts';
import { checkerWith } from './proof/content-checker.ts';
import { ThreadPool } from './sums/thread-pool.ts';
import { joinedWith } from './transfer/joined-signals.ts';
import { unordered } from './transfer/unordered.ts';

/** Calls in line that keep engines busy which have few transfers at once. */
const LEAST_IN_LINE = 8;

/**
 * Makes a downloader. An object is skipped when it is in place; else it is fetched into staging or memory,
 * proved, fetched once more in case of doubt, published, and made durable; or put aside if it stays disputed.
 */
export function createDownloader(options: DownloaderOptions): Downloader {
  checkDownloaderOptions(options);
  const { engines, held, proof = 'auto', force = false, paranoid = false, durability = 'group' } = options;
  const { maxObjectBytes = MAX_OBJECT_BYTES } = options;
  const closing = new AbortController();
  const orClosing = joinedWith(closing.signal);
  const stopped = options.signal === undefined ? closing.signal : orClosing(options.signal);
  const state = stateDirectory(options);
  const own = ownPart(options.target, state);
  const disk = new PacedDisk();
  const admission = new Admission(Math.max(LEAST_IN_LINE, Math.min(...engines.map(smallCapacity))));
  const { fetch, firstFor } = fetchThrough(options, admission);
  const checksum = options.checksum !== false && proof !== 'none';
  const means = { policy: proof, threads: new ThreadPool(options.proofThreads) };
  const running = new Set<Promise<Outcome>>();
  let onDisk = 0;
  let opening: Promise<Staging> | undefined;
  const staging = (): Promise<Staging> => {
    opening ??= openStaging(join(state, 'staging'), options.sharedState).catch((error: unknown) => {
      // Whatever forbade it may pass.
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const target =
    typeof options.target === 'string'
      ? localTarget({ root: options.target, durability, disk, staging, confined: options.confined ?? false })
      : options.target;
  const proving = async () => {
    const quarantine = join(state, 'quarantine');
    return { fetch, staging: await staging(), checksum, maxObjectBytes, disk, quarantine, means };
  };
  const checker = typeof options.target === 'string' ? checkerWith(means.threads) : undefined;
  const work: ObtainContext = {
    ...{ target, checker, held, proving, firstFor, means, checksum, force, paranoid },
  };

  const outcomeOf = ({ key, path = key }: DownloadRequest, effort: Effort, end: OutcomeParts): Outcome => {
    const { claim: _, sidecarEtag: _etag, sidecarModified: _modified, ...cost } = effort;
    return { ...NOTHING, ...cost, key, path, target: target.locate(path), ...end };
  };

  const inPlace: Downloader['inPlace'] = async (request, known, trusted = false) => {
    const { key, path = key } = request;
    checkPaths(request, own);
    const entry = known ?? (await held?.find(key));
    const rules = trusted ? { ...work, target: takenAtItsWord(entry) } : work;
    const recorded = await recordedInPlace({ ...request, path }, rules, entry);
    return recorded === undefined ? undefined : outcomeOf(request, NO_EFFORT, { ...recorded, cached: true });
  };

  async function get(request: DownloadRequest, signal: AbortSignal): Promise<Outcome> {
    const started = performance.now();
    const { key, path = key } = request;
    const effort: Effort = { ...NO_EFFORT, fallBacks: [], claim: { begun: false } };
    const finish = (end: OutcomeParts, duration: number): Outcome => ({
      ...outcomeOf(request, effort, end),
      duration,
    });
    // The wait in line says nothing of the file.
    const elapsed = (): number => (performance.now() - (effort.claim.at ?? started)) / 1_000;
    if (signal.aborted) throw stoppedBy(signal);
    admission.enter();
    try {
      checkPaths(request, own);
      const settled = await obtain({ ...request, path }, work, effort, signal);
      const duration = elapsed();
      if ('absent' in settled) return finish({ status: 'absent', error: settled.absent }, duration);
      const { obtained, asRecorded } = settled;
      if (!asRecorded) await durable(path, signal);
      return finish({ ...obtained, cached: obtained.status === 'cached' }, duration);
    } catch (thrown) {
      if (signal.aborted) throw stoppedBy(signal);
      return finish({ status: 'failed', error: asTapehaulError(thrown) }, elapsed());
    } finally {
      admission.done(effort.claim);
    }
  }

  async function durable(path: string, signal: AbortSignal): Promise<void> {
    onDisk += 1;
    try {
      await target.durable(path, signal);
    } finally {
      onDisk -= 1;
    }
  }

  function track(request: DownloadRequest, given?: AbortSignal): Promise<Outcome> {
    const signal = given === undefined ? stopped : orClosing(given);
    const outcome: Promise<Outcome> = get(request, signal).finally(() => running.delete(outcome));
    running.add(outcome);
    return outcome;
  }

  async function* asThereIsRoom(
    requests: Iterable<DownloadRequest> | AsyncIterable<DownloadRequest>,
  ): AsyncGenerator<DownloadRequest> {
    for await (const request of requests) {
      yield request;
      await admission.room(stopped);
    }
  }

  const transfers = Math.max(...engines.map((engine) => Math.max(engine.capacity, smallCapacity(engine))));
  const concurrency = transfers + (durability === 'group' ? GROUPED_AT_ONCE : 0);
  return {
    get: track,
    inPlace,
    locate: (path) => target.locate(path),
    concurrency,
    room: (signal = stopped) => admission.room(signal),
    drain: () => admission.drain(),
    get waits() {
      return { files: Math.max(0, admission.inProgress - onDisk), disk: onDisk };
    },
    download: (requests) => unordered(asThereIsRoom(requests), concurrency, (request) => track(request)),
    async close() {
      closing.abort(new TapehaulError('cancelled', 'the downloader was closed'));
      // Each is closed, even when another cannot be: what stays open keeps the process alive.
      const ends = await Promise.allSettled(engines.map((engine) => engine.close()));
      await Promise.allSettled(running);
      ends.push(...(await Promise.allSettled([target.close(), means.threads.close()])));
      // Opened here too if nothing was fetched, for the sweep of what dead processes left.
      const open = await staging().catch(() => undefined);
      await open?.close().catch(() => {});
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}

/** What an outcome has beside the request and the effort. */
type OutcomeParts = Partial<Outcome> & Pick<Outcome, 'status'>;

const NO_EFFORT: Effort = {
  attempts: 0,
  bytesFetched: 0,
  engine: null,
  etag: null,
  lastModified: null,
  fallBacks: [],
  sidecarEtag: null,
  sidecarModified: null,
  dispute: null,
  claim: { begun: false },
};

const NOTHING = {
  bytes: 0,
  sha256: null,
  proof: 'none',
  depth: null,
  mtimeMs: 0,
  duration: 0,
  cached: false,
  keptOldAs: null,
  error: null,
} as const satisfies Partial<Outcome>;
