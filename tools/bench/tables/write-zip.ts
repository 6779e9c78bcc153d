import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { zipFrame } from '@tapehaul/testkit/content';
import type { LineChunks } from './archive-lines.ts';

/** Writes lines as the one entry of a zip, in bounded memory. Gives size and digest of the zip. */
export async function writeZip(
  path: string,
  name: string,
  lines: LineChunks,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  let [size, crc, compressedSize] = [0, 0, 0];
  const frame = () => zipFrame({ name, method: 'deflated', crc32: crc, compressedSize, size });
  await using file = await open(path, 'w+');
  // Once more when sum and sizes are known: it stays as long.
  await file.writeFile(frame().head);
  const content = function* (): Generator<Buffer> {
    for (const text of lines) {
      const bytes = Buffer.from(text, 'latin1');
      size += bytes.length;
      crc = crc32(bytes, crc);
      yield bytes;
    }
  };
  await pipeline(content, createDeflateRaw({ level: 4 }), async (deflated) => {
    for await (const chunk of deflated) {
      compressedSize += chunk.length;
      await file.writeFile(chunk);
    }
  });
  await file.writeFile(frame().tail);
  await file.write(frame().head, 0, frame().head.length, 0);
  return await digestOf(file);
}

async function digestOf(file: Awaited<ReturnType<typeof open>>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  for (let bytes = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    hash.update(buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}
