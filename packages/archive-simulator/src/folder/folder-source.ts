import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectInfo, ObjectSource } from '../source/source.ts';
import { compareKeys } from './key-order.ts';
import { listTree } from './key-tree.ts';
import { LruCache } from './lru-cache.ts';

const REMEMBERED_DIGESTS = 100_000;

/**
 * A folder laid out as the bucket: its regular files are the objects, symbolic links are not followed. ETag
 * is the MD5 of the bytes, LastModified the time of the last change; a file altered on disk is served altered.
 * A folder that does not exist is an empty bucket.
 */
export function folderSource(directory: string): ObjectSource {
  const etags = new LruCache<{ readonly version: string; readonly etag: string }>(REMEMBERED_DIGESTS);

  async function etagOf(key: string, path: string, version: string): Promise<string> {
    const known = etags.get(key);
    if (known?.version === version) return known.etag;
    const hash = createHash('md5');
    await pipeline(createReadStream(path), hash);
    const etag = hash.digest('hex');
    etags.set(key, { version, etag });
    return etag;
  }

  /** The path of a key; undefined for one that is not safe, or that a link leads to. */
  async function pathOf(key: string): Promise<string | undefined> {
    if (!isSafe(key)) return undefined;
    const folder = dirname(key);
    const [root, found] = await Promise.all([
      orNothing(realpath(directory)),
      orNothing(realpath(join(directory, folder))),
    ]);
    return root !== undefined && found === join(root, folder) ? join(directory, key) : undefined;
  }

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const path = await pathOf(key);
    const file = path === undefined ? undefined : await orNothing(lstat(path));
    if (path === undefined || file?.isFile() !== true) return undefined;
    const etag = await etagOf(key, path, `${file.size} ${file.mtimeMs}`);
    return { key, size: file.size, etag, lastModified: file.mtime };
  }

  async function* children(folder: string): AsyncGenerator<string> {
    // Any name will do: what is checked are the folders above it.
    if (folder !== '' && (await pathOf(`${folder}x`)) === undefined) return;
    const entries = (await orNothing(readdir(join(directory, folder), { withFileTypes: true }))) ?? [];
    const names = entries.flatMap((entry) => {
      if (entry.isDirectory()) return [`${entry.name}/`];
      return entry.isFile() ? [entry.name] : [];
    });
    yield* names.sort(compareKeys);
  }

  return {
    stat,
    async *read(key, { start, end }) {
      const path = await pathOf(key);
      if (path === undefined) throw new Error(`no such file: ${key}`);
      if (start < end) yield* createReadStream(path, { start, end: end - 1 });
    },
    list: (request) => listTree({ children, stat }, request),
  };
}

/** Whether the key stays below the folder on every system: no `..`, empty part, backslash or NUL. */
function isSafe(key: string): boolean {
  return !/[\\\0]/.test(key) && key.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** The value, or nothing when the path names nothing. */
async function orNothing<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}
