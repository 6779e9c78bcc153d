import { statfs } from 'node:fs/promises';

/** Bytes that stay free beside what a benchmark writes. */
const SPARE = 1e9;

/** Throws an Error that says what is missing unless that many bytes can be written below an existing folder. */
export async function checkDisk(folder: string, bytes: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, bytes + SPARE];
  if (free >= needed) return;
  const gigabytes = (count: number): string => `${(count / 1e9).toFixed(1)} GB`;
  throw new Error(
    `${what} needs ${gigabytes(needed)} below ${folder}, where ${gigabytes(free)} are free: make room, or take a part of the objects with --share 0.1`,
  );
}
