import { rm, rmdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { errnoOf } from '../paths/errno.ts';
import { otherFileSystem, requireBelow } from '../paths/refuse-link.ts';
import { fileBehindLink, isBelow, requireDirectory, requireFileOrNothing } from '../paths/require-place.ts';
import { fileChunks } from '../sums/file-chunks.ts';
import type { Arrived, Target, TargetFile } from '../target/target.ts';
import { type Durability, DurabilityGroup } from './durability.ts';
import { linkOrCopy } from './link-or-copy.ts';
import type { PacedDisk } from './paced-disk.ts';
import type { Staging } from './staging.ts';

/** How files are published on a local disk. */
export interface LocalTargetOptions {
  readonly root: string;
  readonly durability: Durability;
  readonly disk: PacedDisk;
  /** Where files held in memory are written first; on the same file system as the root. */
  readonly staging: () => Promise<Staging>;
  /** Whether links below the root that lead out of it are refused. */
  readonly confined: boolean;
}

/** Directories that are remembered at most. */
const KNOWN_DIRECTORIES = 4_096;

/** A directory on a local disk: files are renamed into place from the staging directory. */
export function localTarget({
  root: given,
  durability,
  disk,
  staging,
  confined,
}: LocalTargetOptions): Target {
  const root = resolve(given);
  const group = new DurabilityGroup(root, durability);
  const folder = root.endsWith(sep) ? root : root + sep;
  // Paths are plain by now, so they need not be normalized each time.
  const locate = (path: string): string => folder + (sep === '/' ? path : path.replaceAll('/', sep));

  /** Where a file stands in the staging directory, or is to be written; it can be renamed from there. */
  async function stagedPathOf(file: Arrived, path: string): Promise<string> {
    return file.kind === 'file' ? file.path : (await staging()).path(path);
  }

  /** Writes a file to its place if it does not exist; gives its modification time in milliseconds since 1970 UTC. */
  async function stage(file: Arrived, place: string): Promise<number> {
    if (file.kind === 'memory') return disk.write(place, file.bytes);
    return (await disk.stat(place))?.mtimeMs ?? 0;
  }

  /** Directories that exist as far as is known: to find that out by a rename that fails costs more. */
  const known = new Set<string>();
  async function make(directory: string): Promise<void> {
    if (confined) await requireBelow(root, directory);
    await disk.makeDirectory(directory);
    if (known.size >= KNOWN_DIRECTORIES) known.clear();
    known.add(directory);
  }

  /** Directories that were found to take files. */
  const usable = new Set<string>();
  /** Rejects where a directory, or the nearest one above it that exists, does not take files. Each is checked once: many files may have one of their own. */
  async function requireRoom(directory: string): Promise<void> {
    if (known.has(directory) || usable.has(directory)) return;
    const isMissing = (await disk.stat(directory)) === undefined;
    if (isMissing && dirname(directory) !== directory) return requireRoom(dirname(directory));
    await requireDirectory(directory);
    if (confined && isBelow(root, directory)) await requireBelow(root, directory);
    if (usable.size >= KNOWN_DIRECTORIES) usable.clear();
    usable.add(directory);
  }

  /** Renames a file into place, and makes the directory first where it is missing. */
  async function move(from: string, to: string): Promise<void> {
    const directory = dirname(to);
    if (!known.has(directory)) await make(directory);
    try {
      await disk.rename(from, to);
    } catch (error) {
      if (errnoOf(error) === 'EXDEV') throw otherFileSystem(directory, error);
      unlessMissing(error);
      await make(directory);
      await disk.rename(from, to);
    }
  }

  /** Sizes of large files that were published, until they are to be made durable. */
  const sizes = new Map<string, number>();

  async function find(path: string): Promise<TargetFile | undefined> {
    const place = locate(path);
    const found = await disk.stat(place);
    const file =
      found?.isFile === true ? found : found?.isLink === true && (await fileBehindLink(root, place));
    return file ? { bytes: file.size, mtimeMs: file.mtimeMs, sha256: null } : undefined;
  }

  return {
    locate,
    find,
    async requirePlace(path) {
      const place = locate(path);
      await requireRoom(dirname(place));
      for (const file of [place, sidecarKey(place)]) {
        if ((await disk.stat(file))?.isFile === false) await requireFileOrNothing(root, file);
      }
    },
    read: (path, signal) => fileChunks(locate(path), {}, signal),
    async publish({ zip, sidecar }, path, { replaces }) {
      const target = locate(path);
      const stagedZip = await stagedPathOf(zip, path);
      const stagedSidecar = sidecar === null ? null : await stagedPathOf(sidecar, sidecarKey(path));
      try {
        const mtimeMs = await stage(zip, stagedZip);
        if (sidecar !== null && stagedSidecar !== null) await stage(sidecar, stagedSidecar);
        if (replaces) await move(stagedZip, target);
        if (stagedSidecar === null) await rm(sidecarKey(target), { force: true });
        else await move(stagedSidecar, sidecarKey(target));
        if (!replaces) {
          await move(stagedZip, target).catch(async (error: unknown) => {
            await rm(sidecarKey(target), { force: true });
            throw error;
          });
        }
        if (zip.kind === 'file') sizes.set(path, zip.size);
        return { bytes: zip.kind === 'file' ? zip.size : zip.bytes.length, mtimeMs, sha256: null };
      } catch (error) {
        await removeStaged(stagedZip, stagedSidecar);
        throw error;
      }
    },
    async keep(path, as) {
      const kept = locate(as);
      await make(dirname(kept));
      await linkOrCopy(locate(path), kept);
      await linkOrCopy(sidecarKey(locate(path)), sidecarKey(kept)).catch(unlessMissing);
    },
    async publishSidecar(sidecar, path) {
      const place = await stagedPathOf(sidecar, sidecarKey(path));
      try {
        await stage(sidecar, place);
        await move(place, sidecarKey(locate(path)));
      } catch (error) {
        await removeStaged(place);
        throw error;
      }
    },
    async remove(path) {
      const file = locate(path);
      if (confined) await requireBelow(root, dirname(file));
      await rm(file, { force: true });
      await rm(sidecarKey(file), { force: true });
      await removeEmpty(dirname(file), root);
    },
    durable(path, signal) {
      const bytes = sizes.get(path);
      sizes.delete(path);
      return group.add(locate(path), signal, bytes);
    },
    close: () => group.close(),
  };
}

/** Removes directories that are empty by now, from the inner one outwards, but not the root; one in use stays. */
async function removeEmpty(directory: string, root: string): Promise<void> {
  if (!directory.startsWith(root.endsWith(sep) ? root : root + sep)) return;
  const isGone = await rmdir(directory).then(
    () => true,
    () => false,
  );
  if (isGone) await removeEmpty(dirname(directory), root);
}

/** Removes what has not been moved; it may be large, and more of it comes with each attempt. */
async function removeStaged(...places: readonly (string | null)[]): Promise<void> {
  for (const place of places) if (place !== null) await rm(place, { force: true }).catch(() => {});
}

function unlessMissing(error: unknown): void {
  if (errnoOf(error) !== 'ENOENT') throw error;
}
