import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a file as 64 hex digits; null when there is none. Rejects when the signal aborts, or it cannot be read. */
export async function fileDigest(file: string, signal: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256');
  const read = pipeline(createReadStream(file), hash, { signal }).then(() => hash.digest('hex'));
  return read.catch(nothingThere);
}

/** Null for an error that says that nothing is there; any other is thrown. */
export function nothingThere(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
