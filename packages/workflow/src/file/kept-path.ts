import type { ObjectRecord } from '@tapehaul/catalog';

/** Folder of versions that the archive has replaced, below the output directory; readers skip a leading `_`. */
const REPLACED = '_replaced';

/**
 * Where a held version is kept when a newer one takes its place: under its own path in `_replaced/`, with the
 * beginning of its digest in its name, so that no two versions meet.
 */
export function keptPath({
  path,
  sha256,
  mtimeMs,
}: Pick<ObjectRecord, 'path' | 'sha256' | 'mtimeMs'>): string {
  const version = sha256?.slice(0, 12) ?? `${Math.trunc(mtimeMs)}`;
  return `${REPLACED}/${path.replace(/\.zip$/, '')}.${version}.zip`;
}

/** The path of which a kept file is a former version; undefined for any other file. */
export function keptVersionOf(path: string): string | undefined {
  const [, of] = /^_replaced\/(.+)\.[0-9a-f]+\.zip$/.exec(path) ?? [];
  return of === undefined ? undefined : `${of}.zip`;
}
