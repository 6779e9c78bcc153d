import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PacedDisk } from './paced-disk.ts';

const BYTES = Buffer.from('bytes');

test('works at once on a quick disk, by threads on a slow one, and tries a slow one again, at growing intervals', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'tapehaul-paced-'));
  let time = 0;
  let takes = 0;
  const disk = new PacedDisk(() => {
    time += takes;
    return time;
  });
  let files = 0;
  /** Whether a file was written without a turn of the event loop, which a thread needs to answer. */
  const atOnce = async (): Promise<boolean> => {
    const path = join(directory.path, String(files++));
    let written = false;
    const writing = disk.write(path, BYTES).then(() => {
      written = true;
    });
    for (let microtask = 0; microtask < 10; microtask++) await null;
    const there = written;
    await writing;
    expect(await disk.read(path)).toEqual(BYTES);
    return there;
  };
  /** How many of the next files were written at once. */
  const amongNext = async (count: number): Promise<number> => {
    let sum = 0;
    for (let file = 0; file < count; file++) sum += (await atOnce()) ? 1 : 0;
    return sum;
  };

  expect(await amongNext(100)).toBe(100);
  takes = 2;
  expect(await amongNext(20)).toBeLessThan(20);
  // 256 operations by threads, then one that is tried, then 512 by threads: two for each file here.
  await disk.makeDirectory(join(directory.path, 'above', 'below'));
  const tried = await amongNext(379);
  expect(tried).toBeLessThanOrEqual(2);
  takes = 0;
  expect(await amongNext(1_000)).toBeGreaterThan(400);
  expect(await amongNext(100)).toBe(100);
  expect(await readdir(join(directory.path, 'above'))).toEqual(['below']);
});
