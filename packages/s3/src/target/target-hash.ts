import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TapehaulError } from '@tapehaul/errors';

/**
 * The bytes of a file. After the last one it throws a TapehaulError `checksum_mismatch` when they do not have
 * the SHA-256 that is expected, as 64 hex digits; null expects none.
 */
export async function* provedBytes(path: string, expected: string | null): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (expected === null || found === expected) return;
  throw new TapehaulError('checksum_mismatch', `${path} is no longer the file that was proved`, {
    facts: { path, expected, found },
    hint: 'It changed on the disk: check the health of the output file system. It is fetched again.',
  });
}
