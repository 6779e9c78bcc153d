import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
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

/** A directory on a local disk: files are renamed into place from the staging directory. */
export function localTarget({ root: given, durability, disk, staging }: LocalTargetOptions): Target {
  const root = resolve(given);
  const group = new DurabilityGroup(root, durability);
  const locate = (path: string): string => join(root, path);

  /** Brings a file to a path of the staging directory, where it can be renamed from. */
  async function staged(file: Arrived, path: string): Promise<string> {
    if (file.kind === 'file') return file.path;
    const place = (await staging()).path(path);
    await disk.write(place, file.bytes);
    return place;
  }

  /** Renames a file into place, and makes the directory first where it is missing. */
  async function move(from: string, to: string): Promise<void> {
    try {
      await disk.rename(from, to);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      await makeDirectory(dirname(to));
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
    async publish({ zip, sidecar }, path) {
      const target = locate(path);
      const before = await disk.stat(target);
      if (before?.isFile === false) throw blocked(target);
      const zipPlace = await staged(zip, path);
      const sidecarPlace = sidecar === null ? null : await staged(sidecar, sidecarKey(path));
      if (before !== undefined) await move(zipPlace, target);
      if (sidecarPlace === null) await rm(sidecarKey(target), { force: true });
      else await move(sidecarPlace, sidecarKey(target));
      if (before === undefined) await move(zipPlace, target);
      const after = await look(path);
      if (after === undefined) throw blocked(target);
      return after;
    },
    async publishSidecar(sidecar, path) {
      await move(await staged(sidecar, sidecarKey(path)), sidecarKey(locate(path)));
    },
    durable: (path) => group.add(locate(path)),
    close: async () => {},
  };
}

function blocked(target: string): TapehaulError {
  return new TapehaulError('target_blocked', `something that is no file stands at ${target}`, {
    facts: { target },
    hint: 'Move it away, then run the same command again.',
  });
}
