import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sumsHere } from './file-sums.ts';

/** A file of that many bytes, and a signal that does something to it when the second of its chunks is to be read. */
async function changing(bytes: number, change: (path: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-unchanged-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a.zip');
  writeFileSync(path, Buffer.alloc(bytes));
  const { signal } = new AbortController();
  let checks = 0;
  Object.defineProperty(signal, 'throwIfAborted', {
    value: () => {
      checks += 1;
      if (checks === 2) change(path);
    },
  });
  return { job: { path, hashed: true, spans: [] }, signal };
}

const SIZE = 3 * 2 ** 20;

test('a file that stays as it is has its sums with its size and time', async () => {
  const { job, signal } = await changing(SIZE, () => {});
  expect((await sumsHere(job, signal)).read).toEqual({
    bytes: SIZE,
    mtimeMs: (await stat(job.path)).mtimeMs,
  });
});

test.each<[string, (path: string) => void]>([
  ['grows', (path) => appendFileSync(path, 'more')],
  ['shrinks', (path) => writeFileSync(path, 'less')],
])('a file that %s while it is read has no size that goes with its sums', async (_, change) => {
  const { job, signal } = await changing(SIZE, change);
  expect((await sumsHere(job, signal)).read).toBeNull();
});
