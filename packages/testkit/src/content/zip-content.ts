import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { type ArchiveObject, formatKey } from '@tapehaul/archive';
import { candlesCsv } from './candles-csv.ts';
import { randomBytesOf } from './random-bytes.ts';
import { tradesCsv } from './trades-csv.ts';
import { zipFrame } from './zip-frame.ts';

/** Writes the zip of an object to a path; gives its SHA-256 as 64 hex digits. */
export type ZipContent = (object: ArchiveObject, entryName: string, path: string) => Promise<string>;

/** A day of 15m candles, 96 rows, deflated: some 5.7 kB, as in the archive. */
export const quarterHours: ZipContent = (object, name, path) => {
  const csv = Buffer.from(candlesCsv(formatKey(object), object.period, 96));
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  return write(path, [head, deflated, tail]);
};

/**
 * Random bytes of that size, stored and never held whole in memory. Checking such a zip costs a digest and a
 * CRC but, unlike that of a real one, no inflating.
 */
export function storedBytes(size: number): ZipContent {
  return (object, name, path) => {
    const content = (): Generator<Buffer> => randomBytesOf(formatKey(object), size);
    let crc = 0;
    for (const chunk of content()) crc = crc32(chunk, crc);
    const { head, tail } = zipFrame({ name, method: 'stored', crc32: crc, compressedSize: size, size });
    return write(path, framed(head, content(), tail));
  };
}

/** Most rows of trades that are deflated at a time, and bytes of zip that a row takes. */
const MOST_ROWS = 200_000;
const BYTES_OF_A_ROW = 14.05;

/**
 * Spot trades as the archive has them, deflated to a fifth as there, in a zip of nearly that many bytes. One of more than three
 * megabytes repeats its first rows, which costs those who inflate it the same: no window reaches so far back.
 */
export function deflatedTrades(size: number): ZipContent {
  return (object, name, path) => {
    const times = Math.ceil(size / BYTES_OF_A_ROW / MOST_ROWS);
    const rows = Math.max(1, Math.round(size / BYTES_OF_A_ROW / times));
    const csv = Buffer.from(tradesCsv(formatKey(object), object.period, rows));
    // Blocks that end at a byte, so that they can follow each other, and an empty last one.
    const part = deflateRawSync(csv, { level: 6, finishFlush: constants.Z_FULL_FLUSH });
    const parts = Array<Buffer>(times).fill(part);
    const crc = parts.reduce((sum) => crc32(csv, sum), 0);
    const sizes = { compressedSize: times * part.length + LAST.length, size: times * csv.length };
    const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc, ...sizes });
    return write(path, framed(head, [...parts, LAST], tail));
  };
}

/** A last block without content. */
const LAST = Buffer.of(3, 0);

function* framed(head: Buffer, content: Iterable<Buffer>, tail: Buffer): Generator<Buffer> {
  yield head;
  yield* content;
  yield tail;
}

async function write(path: string, chunks: Iterable<Buffer>): Promise<string> {
  const digest = createHash('sha256');
  await using file = await open(path, 'w');
  for (const chunk of chunks) {
    digest.update(chunk);
    await file.writeFile(chunk);
  }
  return digest.digest('hex');
}
