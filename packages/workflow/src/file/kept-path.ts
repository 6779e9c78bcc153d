import { isZip, withoutZip, ZIP_SUFFIX } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import { REPLACED } from '../directory.ts';

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
  return `${REPLACED}/${withoutZip(path)}.${version}${ZIP_SUFFIX}`;
}

/** The path of which a kept file is a former version; undefined for any other file. */
export function keptVersionOf(path: string): string | undefined {
  if (!path.startsWith(`${REPLACED}/`) || !isZip(path)) return undefined;
  const [, of] = /^(.+)\.[0-9a-f]+$/.exec(withoutZip(path).slice(REPLACED.length + 1)) ?? [];
  return of === undefined ? undefined : of + ZIP_SUFFIX;
}
