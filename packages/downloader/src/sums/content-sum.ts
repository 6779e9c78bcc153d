import { once } from 'node:events';
import { crc32, createInflateRaw } from 'node:zlib';

/** What a zip states of an entry's content: its size in bytes and its CRC-32. */
export interface ContentSum {
  readonly size: number;
  readonly crc: number;
}

/** Bytes that come out of inflating at once. */
const CHUNK = 2 ** 20;

/** Size and CRC-32 of chunks as they are. */
export async function sumOf(chunks: AsyncIterable<Uint8Array>): Promise<ContentSum> {
  let sum: ContentSum = { size: 0, crc: 0 };
  for await (const chunk of chunks) sum = added(sum, chunk);
  return sum;
}

/**
 * Size and CRC-32 of what comes out when chunks are inflated; once more has come than `most` bytes, of what has come by
 * then, and the rest is not inflated. Rejects with the error of inflating.
 */
export async function sumOfInflated(chunks: AsyncIterable<Uint8Array>, most: number): Promise<ContentSum> {
  let sum: ContentSum = { size: 0, crc: 0 };
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  const enough = Promise.withResolvers<void>();
  inflate.on('data', (chunk: Buffer) => {
    sum = added(sum, chunk);
    if (sum.size > most) enough.resolve();
  });
  const ended = Promise.race([once(inflate, 'end'), enough.promise]);
  ended.catch(() => {});
  try {
    for await (const chunk of chunks) {
      const taken = new Promise((resolve) => inflate.write(chunk, resolve));
      // The next chunk overwrites this one, so it waits until this one is used up.
      await Promise.race([taken, ended]);
      if (sum.size > most) return sum;
    }
    inflate.end();
    await ended;
    return sum;
  } finally {
    inflate.destroy();
  }
}

function added({ size, crc }: ContentSum, chunk: Uint8Array): ContentSum {
  return { size: size + chunk.length, crc: crc32(chunk, crc) };
}
