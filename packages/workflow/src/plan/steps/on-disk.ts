import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectRecord } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import {
  type DownloadRequest,
  type HeldObject,
  recordedInPlace,
  type TargetFile,
} from '@tapehaul/downloader';

/** What decides whether a file is in place: where files are, and how much proof is requested. */
export interface OnDisk {
  readonly config: Pick<
    CollectionConfig,
    'storage' | 'download_checksum' | 'force_redownload' | 'paranoid' | 'layout'
  >;
  /** Output directory, absolute. */
  readonly root: string;
}

/** What stands in the place of a held file. The record is taken at its word for a bucket, which would need a request. */
async function standingOf({ config, root }: OnDisk, held: ObjectRecord): Promise<TargetFile | undefined> {
  const { path, bytes, mtimeMs } = held;
  if (config.storage.type === 's3') return { bytes, mtimeMs, sha256: null };
  const file = await stat(join(root, path)).catch(() => undefined);
  return file?.isFile() === true ? { bytes: file.size, mtimeMs: file.mtimeMs, sha256: null } : undefined;
}

/** Whether a held file stands as recorded, with or without proof. */
export async function isIntact(place: OnDisk, held: ObjectRecord): Promise<boolean> {
  const standing = await standingOf(place, held);
  return standing?.bytes === held.bytes && standing.mtimeMs === held.mtimeMs;
}

/**
 * Whether an output directory on disk has no data at all, nor exists perhaps: it was deleted, while a database kept its record. Always false
 * where files are in a bucket, and where the configuration wants no check of the disk.
 */
export async function isEmptied({ config, root }: EmptiedPlace): Promise<boolean> {
  if (config.storage.type === 's3' || config.recheck.disk === 'none') return false;
  // Names of what tapehaul keeps for itself begin with a dot or an underscore.
  return (await readdir(root).catch(() => [])).every((name) => /^[._]/.test(name));
}

interface EmptiedPlace {
  readonly config: Pick<CollectionConfig, 'storage' | 'recheck'>;
  /** Output directory, absolute. */
  readonly root: string;
}

/** Finds files in place as a downloader does, without one: nothing is opened or written. */
export function inPlaceWithoutDownloader(
  place: OnDisk,
): (request: DownloadRequest, held: ObjectRecord, isTrusted: boolean) => Promise<HeldObject | undefined> {
  const { download_checksum: checksum, force_redownload: force, paranoid } = place.config;
  return async (request, held, isTrusted) => {
    const { key, path = key } = request;
    const { bytes, mtimeMs } = held;
    const standing = async () => (isTrusted ? { bytes, mtimeMs, sha256: null } : standingOf(place, held));
    const target = { find: async () => (path === held.path ? standing() : undefined) };
    const found = await recordedInPlace({ ...request, path }, { target, checksum, force, paranoid }, held);
    return found === undefined ? undefined : { ...found, path };
  };
}
