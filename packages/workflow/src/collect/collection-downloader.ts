import { createDownloader, type Downloader } from '@tapehaul/downloader';
import { stateDirectory } from '../directory.ts';
import type { Engines } from '../engines/engines.ts';
import type { targetOf } from '../engines/target.ts';
import type { WorkflowEvent } from '../events/events.ts';
import type { OwnedRun } from './owned-run.ts';

/** The downloader of a collection, which tells what it does. */
export function downloaderFor(
  { config, root, catalog, signal }: OwnedRun,
  { engines, choose }: Engines,
  target: ReturnType<typeof targetOf>,
  confined: boolean,
  emit: (event: WorkflowEvent) => void,
): Downloader {
  return createDownloader({
    engines,
    choose,
    target,
    confined,
    stateDirectory: stateDirectory(root),
    durability: config.durability,
    held: catalog,
    checksum: config.download_checksum,
    force: config.force_redownload,
    paranoid: config.paranoid,
    maxObjectBytes: config.max_object_bytes,
    retry: QUICK_RETRY,
    pause: { after: PAUSE_AFTER, atMostSeconds: config.timeout_seconds },
    signal,
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

/** One more try at once for a blip; the retries that a configuration asks for come after it. */
const QUICK_RETRY = { retries: 1, delaySeconds: 0.5 };

/** Failures in a row that tell of a source in trouble. */
const PAUSE_AFTER = 12;
