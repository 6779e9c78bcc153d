import type { Durability } from './disk/durability.ts';
import type { Engine, Transfer } from './engine/engine.ts';
import type { DownloadRequest, HeldObject, HeldObjects, Outcome } from './engine/outcome.ts';
import type { ProofPolicy } from './proof/depth.ts';
import type { TransferRetries } from './retry.ts';
import type { Target } from './target/target.ts';
import type { PauseOptions } from './transfer/breaker.ts';
import type { FallBackListener } from './transfer/fall-back.ts';
import type { PauseListener } from './transfer/pausing.ts';
import type { MoveListener } from './transfer/watched.ts';

/** How a downloader works. */
export interface DownloaderOptions {
  /** Engines in the order of preference; the later ones take over where an earlier one itself fails. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** The engine that a transfer should use first, by name; by default the first one. */
  readonly choose?: (transfer: Transfer) => string;
  /** Where files go: a local directory, or another target. */
  readonly target: string | Target;
  /**
   * Local directory for staging and quarantine; `<target>/.tapehaul` by default, and needed where the target
   * is no directory. With a directory as target it must be on the same file system.
   */
  readonly stateDirectory?: string;
  /** Whether processes of other machines use the same `stateDirectory` at the same time; false by default. */
  readonly sharedState?: boolean;
  /** Whether links below the target that lead out of it are refused; false by default. */
  readonly confined?: boolean;
  /** When files in a local directory are made to outlive a power cut; `group` by default. */
  readonly durability?: Durability;
  /** What is held already; nothing by default. */
  readonly held?: HeldObjects;
  /** How deep files are proved; `auto` by default. */
  readonly proof?: ProofPolicy;
  /** Whether to fetch sidecars and prove files by them; true by default. false is the same as `proof: 'none'`. */
  readonly checksum?: boolean;
  /** Whether to fetch again what is in place; false by default. */
  readonly force?: boolean;
  /** Whether to hash again what is recorded as in place; false by default. */
  readonly paranoid?: boolean;
  /** Most bytes of an object whose size is not listed; 16 GiB by default. */
  readonly maxObjectBytes?: number;
  /**
   * Threads that prove large files; by default as many as leave a core to the main thread, at least one, and one more while
   * that mostly waits. With 0 the main thread proves them.
   */
  readonly proofThreads?: number;
  /** Attempts after the first for what may pass; by default 3, after about 1, 2 and 4 seconds. */
  readonly retry?: TransferRetries;
  /** When to pause; by default after 12 failures in a row, for at most five minutes. */
  readonly pause?: PauseOptions;
  readonly onFallBack?: FallBackListener;
  readonly onPause?: PauseListener;
  readonly onMove?: MoveListener;
  /** Stops everything when aborted. */
  readonly signal?: AbortSignal;
}

/** What calls of a downloader wait for. */
export interface Waits {
  /** Files that are being fetched or proved. */
  readonly files: number;
  /** Files in place that the disk has not finished writing. */
  readonly disk: number;
}

/** Gets objects in place, proved, or says why not. */
export interface Downloader {
  /**
   * Gets one object. Always resolves with an outcome, failed ones included, and with one of a file in place
   * only once that file is durable; rejects with a TapehaulError `cancelled` when stopped before.
   */
  get(request: DownloadRequest, signal?: AbortSignal): Promise<Outcome>;
  /**
   * The outcome of an object that is in place as it was recorded; undefined when more must be found out, by
   * {@link Downloader.get}. Reads no content and sends no request. `known` is what is held of it, for a caller that has
   * looked it up; with `trusted` it is taken at its word, and nothing is looked up in the target.
   */
  inPlace(request: DownloadRequest, known?: HeldObject, trusted?: boolean): Promise<Outcome | undefined>;
  /** Gets many objects, as many at once as the engines like: exactly one outcome each, in any order. */
  download(requests: Iterable<DownloadRequest> | AsyncIterable<DownloadRequest>): AsyncGenerator<Outcome>;
  /** Absolute path or address of a file of that path, whether it exists or not. */
  locate(path: string): string;
  /**
   * How many calls of {@link Downloader.get} keep the engines busy, those included whose files wait to be
   * made durable in a group.
   */
  readonly concurrency: number;
  /**
   * Resolves once a further {@link Downloader.get} would soon begin to fetch; undefined when it would now. A caller who
   * waits for that before each call has few calls in line: those can be held back, and their time describes the file.
   * Rejects with a TapehaulError `cancelled` when the signal aborts, by default the downloader's.
   */
  room(signal?: AbortSignal): Promise<void> | undefined;
  /**
   * Lets no further file begin to be fetched; resolves once those that had begun are in place or given up. Calls
   * that had not begun wait until their signal aborts.
   */
  drain(): Promise<void>;
  /** What calls in progress wait for at this moment. */
  readonly waits: Waits;
  /**
   * Gives up what is in progress or waits, which rejects with a TapehaulError `cancelled`, closes the engines and removes
   * the staging directory. Files that are in place get their outcomes, unless the disk needs seconds to finish writing them.
   */
  close(): Promise<void>;
}
