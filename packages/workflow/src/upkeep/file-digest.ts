import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { openRegular } from '../result/regular-file.ts';

/**
 * SHA-256 of a file as 64 hex digits; null when there is none. Rejects when the signal aborts, or it cannot be read, with
 * `target_blocked` where something else has its name.
 */
export async function fileDigest(file: string, signal: AbortSignal): Promise<string | null> {
  const handle = await openRegular(file).catch(nothingThere);
  if (handle === null) return null;
  try {
    const hash = createHash('sha256');
    await pipeline(handle.createReadStream({ autoClose: false }), hash, { signal });
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

/** Null for an error that says that nothing exists; any other is thrown. */
export function nothingThere(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
