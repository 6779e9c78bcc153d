import { rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  type Durability,
  makeDirectory,
  otherFileSystem,
  requireBelow,
  syncDirectories,
} from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import type { StagedTable } from '../parquet/stage-file.ts';

/** Where a table goes. */
export interface PublishedPlace {
  /** Absolute path of the output directory, which exists. */
  readonly root: string;
  /** Path below it, with forward slashes. */
  readonly path: string;
  /** `none` leaves out the sync of directories. */
  readonly durability: Durability;
}

/**
 * Renames a staged file to its place, where it replaces the one before: readers have the old file or the new one, never a part.
 * Resolves once that is durable. Rejects with a TapehaulError, `target_blocked` when a link leads out of the output directory or to
 * another file system; the staged file is then removed, and the one before stays.
 */
export async function publishTable(staged: StagedTable, place: PublishedPlace): Promise<void> {
  const root = resolve(place.root);
  const path = join(root, place.path);
  const directory = dirname(path);
  try {
    await requireBelow(root, directory);
    await makeDirectory(directory);
    await rename(staged.path, path).catch((error: unknown) => {
      throw isOtherFileSystem(error) ? otherFileSystem(directory, error) : error;
    });
    if (place.durability !== 'none') await syncDirectories(directory, root);
  } catch (error) {
    await rm(staged.path, { force: true }).catch(() => {});
    throw asTapehaulError(error);
  }
}

function isOtherFileSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EXDEV';
}
