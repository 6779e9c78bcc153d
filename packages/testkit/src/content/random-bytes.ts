import { createCipheriv, hash } from 'node:crypto';

const CHUNK = Buffer.alloc(2 ** 20);

/** Bytes that do not compress, in chunks: the same for the same seed. */
export function* randomBytesOf(seed: string, size: number): Generator<Buffer> {
  const cipher = createCipheriv('aes-128-ctr', hash('md5', seed, 'buffer'), Buffer.alloc(16));
  for (let left = size; left > 0; left -= CHUNK.length) {
    yield cipher.update(CHUNK.subarray(0, Math.min(left, CHUNK.length)));
  }
}
