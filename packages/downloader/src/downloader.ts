import { join, resolve } from 'node:path';
import { isReplaced, sidecarKey } from '@tapehaul/archive';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import type { Engine } from './engine.ts';
import { type FallBackListener, fallBack } from './fall-back.ts';
import { type InPlace, provedInPlace, recordedInPlace } from './in-place.ts';
import type { DownloadRequest, HeldObjects, Outcome } from './outcome.ts';
import { type Evidence, prove } from './proof.ts';
import { publish, publishSidecar, quarantine } from './publish.ts';
import { discard, type Effort, fetchSidecar, fetchStaged, type Staged } from './staged.ts';
import { openStaging, type Staging } from './staging.ts';
import { unordered } from './unordered.ts';

/** How a downloader works. */
export interface DownloaderOptions {
  /** Engines in the order of preference; the later ones take over where an earlier one itself fails. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** Directory that request paths count from. */
  readonly target: string;
  /** Directory for staging and quarantine, on the same file system; `<target>/.tapehaul` by default. */
  readonly stateDirectory?: string;
  /** What is held already; nothing by default. */
  readonly held?: HeldObjects;
  /** Whether to fetch sidecars and prove files by them; true by default. */
  readonly checksum?: boolean;
  /** Whether to fetch again what is in place; false by default. */
  readonly force?: boolean;
  readonly onFallBack?: FallBackListener;
  /** Stops everything when aborted. */
  readonly signal?: AbortSignal;
}

/** Gets objects on disk, proved, or says why not. */
export interface Downloader {
  /**
   * Gets one object. Always resolves with an outcome, failed ones included; rejects with a TapehaulError
   * `cancelled` when stopped.
   */
  get(request: DownloadRequest, signal?: AbortSignal): Promise<Outcome>;
  /** Gets many objects, as many at once as the engine likes: exactly one outcome each, in any order. */
  download(requests: Iterable<DownloadRequest> | AsyncIterable<DownloadRequest>): AsyncGenerator<Outcome>;
  /** How many calls of {@link Downloader.get} keep the engine busy. */
  readonly concurrency: number;
  /** Closes the engines and removes the staging directory. */
  close(): Promise<void>;
}

/** Errors that fetching object and sidecar once more may cure at once. */
const DOUBTFUL = new Set(['size_mismatch', 'not_a_zip', 'sidecar_invalid', 'checksum_mismatch']);

/**
 * Makes a downloader: skip what is in place, fetch into staging through the first engine that can, prove,
 * fetch once more in case of doubt, then publish, or put aside what stays disputed.
 */
export function createDownloader(options: DownloaderOptions): Downloader {
  const { checksum = true, force = false, held, engines } = options;
  const root = resolve(options.target);
  const state = options.stateDirectory ?? join(root, '.tapehaul');
  const fetch = fallBack(engines, options.onFallBack ?? (() => {}));
  const stopped = options.signal ?? new AbortController().signal;
  const running = new Set<Promise<Outcome>>();
  let opening: Promise<Staging> | undefined;
  const staging = (): Promise<Staging> => {
    opening ??= openStaging(join(state, 'staging'));
    return opening;
  };

  function get(request: DownloadRequest, signal: AbortSignal = stopped): Promise<Outcome> {
    const outcome: Promise<Outcome> = obtain(request, signal).finally(() => running.delete(outcome));
    running.add(outcome);
    return outcome;
  }

  async function obtain(request: DownloadRequest, signal: AbortSignal): Promise<Outcome> {
    const started = performance.now();
    const { key, path = key } = request;
    const target = join(root, path);
    const effort: Effort = { attempts: 0, bytesFetched: 0, engine: null, etag: null };
    const finish = (end: Partial<Outcome> & Pick<Outcome, 'status'>): Outcome => ({
      ...NOTHING,
      ...effort,
      key,
      path,
      target,
      durationMs: performance.now() - started,
      ...end,
    });
    try {
      checkPath(request);
      const inPlace = force ? undefined : await lookInPlace(key, path, target, effort, signal);
      if (inPlace !== undefined && !isReplaced({ ...inPlace, fetchedAt: inPlace.mtimeMs }, request)) {
        return finish({
          status: 'cached',
          cached: true,
          ...inPlace,
          etag: inPlace.etag ?? request.etag ?? null,
        });
      }
      const { staged, evidence } = await fetchProved(request, effort, signal);
      const mtimeMs = await publish(staged, target).finally(() => discard(staged));
      const status = checksum && evidence.proof === 'none' ? 'unverified' : 'downloaded';
      return finish({ status, mtimeMs, ...evidence, etag: effort.etag ?? request.etag ?? null });
    } catch (thrown) {
      if (signal.aborted) throw stoppedBy(signal);
      const error = asTapehaulError(thrown);
      return finish({ status: error.code === 'not_found' ? 'absent' : 'failed', error });
    }
  }

  /**
   * What stands at the target and need not be fetched: recorded and proved; or proved by the sidecar beside
   * it; or recorded without proof, where none is wanted or the archive still has no sidecar.
   */
  async function lookInPlace(
    key: string,
    path: string,
    target: string,
    effort: Effort,
    signal: AbortSignal,
  ): Promise<InPlace | undefined> {
    const recorded = await recordedInPlace(held?.find(key), path, target);
    if (recorded !== undefined && (!checksum || recorded.proof === 'sidecar')) return recorded;
    if (!checksum) return undefined;
    const proved = await provedInPlace(key, target, signal);
    if (proved !== undefined || recorded === undefined) return proved;
    const sidecar = (await staging()).path(sidecarKey(key));
    if (!(await fetchSidecar(fetch, key, sidecar, effort, signal))) return recorded;
    await publishSidecar(sidecar, target);
    return provedInPlace(key, target, signal);
  }

  async function fetchProved(
    request: DownloadRequest,
    effort: Effort,
    signal: AbortSignal,
  ): Promise<{ staged: Staged; evidence: Evidence }> {
    const { key, size, path = key } = request;
    let doubt: TapehaulError | undefined;
    for (;;) {
      const places = { staging: await staging(), checksum };
      const staged = await fetchStaged(fetch, request, places, effort, signal);
      if (doubt !== undefined && checksum && staged.sidecar === null) {
        // A sidecar that has contradicted the file is not got rid of by its absence.
        await discard(staged);
        throw doubt;
      }
      try {
        const evidence = await prove({ key, ...staged, ...(size === undefined ? {} : { size }) }, signal);
        return { staged, evidence };
      } catch (thrown) {
        const error = asTapehaulError(thrown);
        if (doubt !== undefined && DOUBTFUL.has(error.code)) {
          await quarantine(staged, join(state, 'quarantine', path));
          throw settled(doubt, error);
        }
        await discard(staged);
        if (!DOUBTFUL.has(error.code)) throw error;
        doubt = error;
      }
    }
  }

  return {
    get,
    concurrency: engines[0].capacity,
    download: (requests) => unordered(requests, engines[0].capacity, (request) => get(request)),
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
      await Promise.allSettled(running);
      // Opened here too if nothing was fetched, for the sweep of what dead processes left.
      const open = await staging().catch(() => undefined);
      await open?.close().catch(() => {});
    },
  };
}

const NOTHING = {
  bytes: 0,
  sha256: null,
  proof: 'none',
  mtimeMs: 0,
  cached: false,
  error: null,
} as const satisfies Partial<Outcome>;

/**
 * The verdict after two fetches. When both brought the same bytes against the same published digest, the
 * archive contradicts itself and trying again will not help (binance-public-data #205, #405, #498).
 */
function settled(first: TapehaulError, second: TapehaulError): TapehaulError {
  const same = first.code === second.code && first.facts.found === second.facts.found;
  if (second.code !== 'checksum_mismatch' || !same) return second;
  const { key, expected, found } = second.facts;
  const message = `${key}: checksum mismatch, fetched twice: published ${expected}, found ${found}`;
  return new TapehaulError('checksum_disputed', message, {
    facts: second.facts,
    hint: 'Both files are kept under .tapehaul/quarantine; nothing was published. Try again another day.',
  });
}

/** Throws a TapehaulError `key_invalid` when the path of a request would leave the target directory. */
function checkPath({ key, path = key }: DownloadRequest): void {
  const parts = path.split('/');
  const safe = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (safe) return;
  throw new TapehaulError('key_invalid', `the path of ${key} would leave the output directory: ${path}`, {
    facts: { key, path },
    hint: 'Give a relative path with forward slashes and without "." or "..".',
  });
}
