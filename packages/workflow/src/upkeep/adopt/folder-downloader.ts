import type { CollectionConfig } from '@tapehaul/config';
import { createDownloader, type Downloader, type Engine, type HeldObjects } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { stateDirectory } from '../../directory.ts';
import { collectionTarget } from '../../engines/collection-target.ts';
import { folderEngine } from './folder-engine.ts';
import type { FolderObjects } from './folder-objects.ts';

/** What adopting needs of a configuration. */
export type AdoptConfig = Parameters<typeof collectionTarget>[0] &
  Pick<CollectionConfig, 'layout' | 'output_directory' | 'source' | 'durability' | 'paranoid'>;

/** What proves the objects of a folder and puts them in place. */
export interface ProofOptions {
  readonly config: AdoptConfig;
  /** Output directory, absolute. */
  readonly root: string;
  /** Whether files are removed from the folder once they are in place. */
  readonly move: boolean;
  /** Requests no sidecar of the archive. */
  readonly offline: boolean;
  readonly held: HeldObjects;
  readonly signal: AbortSignal;
}

/** A downloader that brings objects from their files, and missing sidecars from the archive, where that may be used. */
export function folderDownloader(
  { pathOf }: FolderObjects,
  { config, root, move, offline, held, signal }: ProofOptions,
): Downloader {
  return createDownloader({
    engines: [folderEngine(pathOf, offline ? undefined : archiveOf(config))],
    maxObjectBytes: config.max_object_bytes,
    target: collectionTarget(config, root),
    stateDirectory: stateDirectory(root),
    // What is removed elsewhere must outlive a power cut here.
    durability: move && config.durability === 'none' ? 'group' : config.durability,
    paranoid: config.paranoid,
    held,
    signal,
  });
}

/** The archive that missing sidecars are read from, as slow as a collection lets it be. */
function archiveOf(config: AdoptConfig): Engine {
  const { source, timeout_seconds: timeoutSeconds, low_speed_limit: bytesPerSecond } = config;
  const lowSpeed = { bytesPerSecond, seconds: config.low_speed_seconds };
  return s3Engine({ ...source, timeoutSeconds, lowSpeed });
}
