import { relative, resolve, sep } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import type { DownloadRequest } from '../engine/outcome.ts';
import type { Target } from '../target/target.ts';

/**
 * Throws a TapehaulError `key_invalid` when a path of a request would leave the target, or would lead into the state
 * directory: all paths with `own` as their first part do.
 */
export function checkPaths({ key, path = key, keepOldAs }: DownloadRequest, own: string | undefined): void {
  checkPath(key, path, own);
  if (keepOldAs !== undefined) checkPath(key, keepOldAs, own);
}

function checkPath(key: string, path: string, own: string | undefined): void {
  const parts = path.split('/');
  const safe = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (!safe) {
    throw new TapehaulError('key_invalid', `the path of ${key} would leave the output directory: ${path}`, {
      facts: { key, path },
      hint: 'Give a relative path with forward slashes and without "." or "..".',
    });
  }
  // There are file systems without case.
  if (own === undefined || parts[0]?.toLowerCase() !== own.toLowerCase()) return;
  const message = `the path of ${key} leads to where tapehaul keeps its own files: ${path}`;
  throw new TapehaulError('key_invalid', message, {
    facts: { key, path },
    hint: `Give a path that does not begin with ${own}.`,
  });
}

/** The first part of paths that lead into the state directory; none does where it is not below the target. */
export function ownPart(target: string | Target, state: string): string | undefined {
  return typeof target === 'string' ? relative(resolve(target), state).split(sep)[0] : undefined;
}
