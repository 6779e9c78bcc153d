import type { CatalogReader } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { createDownloader, type Downloader, type MoveListener, type Target } from '@tapehaul/downloader';
import { stateDirectory } from '../directory.ts';
import type { Engines } from '../engines/engines.ts';
import type { WorkflowEvent } from '../events/events.ts';

/** What the downloader of a collection is made from. */
export interface DownloaderNeeds {
  readonly config: CollectionConfig;
  /** Output directory, absolute. */
  readonly root: string;
  readonly catalog: CatalogReader;
  readonly engines: Pick<Engines, 'engines' | 'choose'>;
  readonly target: string | Target;
  /** Where a worker keeps staging and quarantine, beside workers of other machines; that of the output directory, of this process alone, by default. */
  readonly sharedState?: string;
  /** Whether links below the output directory that lead out of it are refused. */
  readonly confined: boolean;
  readonly signal: AbortSignal;
  readonly emit: (event: WorkflowEvent) => void;
  readonly onMove: MoveListener | undefined;
}

/** The downloader of a collection, which reports fall-backs and pauses. */
export function downloaderFor(needs: DownloaderNeeds): Downloader {
  const { config, root, catalog, engines, target, confined, signal, emit, onMove, sharedState } = needs;
  return createDownloader({
    engines: engines.engines,
    choose: engines.choose,
    target,
    confined,
    stateDirectory: sharedState ?? stateDirectory(root),
    sharedState: sharedState !== undefined,
    durability: config.durability,
    held: catalog,
    proof: config.proof,
    force: config.force_redownload,
    paranoid: config.paranoid,
    maxObjectBytes: config.max_object_bytes,
    ...(config.proof_threads === undefined ? {} : { proofThreads: config.proof_threads }),
    retry: QUICK_RETRY,
    pause: { after: PAUSE_AFTER, atMostSeconds: config.timeout_seconds },
    signal,
    ...(onMove === undefined ? {} : { onMove }),
    onFallBack: ({ from, to }, { key }, error) =>
      emit({ kind: 'fall_back', key, from, to, error: error.toJSON() }),
    onPause: (engine, error, { triesAgainAt, waitsUntil }) =>
      emit({
        kind: 'paused',
        engine,
        tries_again_at: new Date(triesAgainAt).toISOString(),
        waits_until: new Date(waitsUntil).toISOString(),
        error: error.toJSON(),
      }),
  });
}

/** One more try at once for a blip; the retries that a configuration requests come after it. */
const QUICK_RETRY = { retries: 1, delaySeconds: 0.5 };

/** Failures in a row that mean that the source is not responding. */
const PAUSE_AFTER = 12;
