import { copyFile, link, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { type Durability, DurabilityGroup } from './durability.ts';
import { fileChunks } from './file-chunks.ts';
import { makeDirectory } from './make-directory.ts';
import type { PacedDisk } from './paced-disk.ts';
import type { Staging } from './staging.ts';
import type { Arrived, Standing, Target } from './target.ts';

/** How files are published on a local disk. */
export interface LocalTargetOptions {
  readonly root: string;
  readonly durability: Durability;
  readonly disk: PacedDisk;
  /** Where files held in memory are written first; on the same file system as the root. */
  readonly staging: () => Promise<Staging>;
}

/** A file in the staging directory, and when it was written, in milliseconds since 1970 UTC. */
interface Staged {
  readonly path: string;
  readonly mtimeMs: number;
}

/** Directories that are remembered at most. */
const KNOWN_DIRECTORIES = 4_096;

/** A directory on a local disk: files are renamed into place from the staging directory. */
export function localTarget({ root: given, durability, disk, staging }: LocalTargetOptions): Target {
  const root = resolve(given);
  const group = new DurabilityGroup(root, durability);
  const folder = root.endsWith(sep) ? root : root + sep;
  // Paths are plain by now, so they need not be normalized each time.
  const locate = (path: string): string => folder + (sep === '/' ? path : path.replaceAll('/', sep));

  /** Brings a file to a path of the staging directory, where it can be renamed from. */
  async function staged(file: Arrived, path: string): Promise<Staged> {
    if (file.kind === 'file') return { path: file.path, mtimeMs: (await disk.stat(file.path))?.mtimeMs ?? 0 };
    const place = (await staging()).path(path);
    return { path: place, mtimeMs: await disk.write(place, file.bytes) };
  }

  /** Directories that are there as far as is known: to find that out by a rename that fails costs more. */
  const known = new Set<string>();
  async function make(directory: string): Promise<void> {
    await disk.makeDirectory(directory);
    if (known.size >= KNOWN_DIRECTORIES) known.clear();
    known.add(directory);
  }

  /** Renames a file into place, and makes the directory first where it is missing. */
  async function move(from: string, to: string): Promise<void> {
    const directory = dirname(to);
    if (!known.has(directory)) await make(directory);
    try {
      await disk.rename(from, to);
    } catch (error) {
      unlessMissing(error);
      await make(directory);
      await disk.rename(from, to);
    }
  }

  async function look(path: string): Promise<Standing | undefined> {
    const found = await disk.stat(locate(path));
    if (found?.isFile !== true) return undefined;
    return { bytes: found.size, mtimeMs: found.mtimeMs, sha256: null };
  }

  return {
    locate,
    look,
    read: (path, signal) => fileChunks(locate(path), {}, signal),
    async publish({ zip, sidecar }, path, { replaces }) {
      const target = locate(path);
      const newZip = await staged(zip, path);
      const newSidecar = sidecar === null ? null : await staged(sidecar, sidecarKey(path));
      if (replaces) await move(newZip.path, target);
      if (newSidecar === null) await rm(sidecarKey(target), { force: true });
      else await move(newSidecar.path, sidecarKey(target));
      if (!replaces) {
        await move(newZip.path, target).catch(async (error: unknown) => {
          await rm(sidecarKey(target), { force: true });
          throw error;
        });
      }
      const bytes = zip.kind === 'file' ? zip.size : zip.bytes.length;
      return { bytes, mtimeMs: newZip.mtimeMs, sha256: null };
    },
    async keep(path, as) {
      const kept = locate(as);
      await makeDirectory(dirname(kept));
      await linkOrCopy(locate(path), kept);
      await linkOrCopy(sidecarKey(locate(path)), sidecarKey(kept)).catch(unlessMissing);
    },
    async publishSidecar(sidecar, path) {
      await move((await staged(sidecar, sidecarKey(path))).path, sidecarKey(locate(path)));
    },
    durable: (path) => group.add(locate(path)),
    close: () => group.close(),
  };
}

/** Gives a file a second name; where the file system has none, copies it. What has that name already stays. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await copyFile(from, to);
  }
}

const NO_LINKS: ReadonlySet<unknown> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
  'EXDEV',
  'ENOSYS',
]);

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
