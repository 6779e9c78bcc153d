import { createHash } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ThreadPool } from '../sums/thread-pool.ts';
import { checkerWith, contentChecker } from './content-checker.ts';

const SIGNAL = new AbortController().signal;
const MIB = 2 ** 20;

test.each([0, 1, 64 * 1_024, 64 * 1_024 + 1, 9 * MIB])(
  'the digest of %i bytes is that of the file',
  async (bytes) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tapehaul-checker-'));
    const path = join(folder.path, 'file');
    const content = Buffer.alloc(bytes, 'content');
    await writeFile(path, content);
    const checker = contentChecker(1);
    try {
      const expected = createHash('sha256').update(content).digest('hex');
      expect(await checker.digest(path, bytes, SIGNAL)).toBe(expected);
      await expect(checker.digest(`${path}s`, bytes, SIGNAL)).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await checker.close();
    }
  },
);

test('a large file is hashed by a thread, a small one is not', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tapehaul-checker-'));
  const path = join(folder.path, 'large');
  const pool = new ThreadPool(1);
  const checker = checkerWith(pool);
  try {
    for (const [bytes, files] of [
      [4 * MIB, 1],
      [64 * 1_024, 1],
      [64 * 1_024 + 1, 2],
    ] as const) {
      await writeFile(path, Buffer.alloc(bytes));
      await checker.digest(path, bytes, SIGNAL);
      expect(pool.files).toBe(files);
    }
  } finally {
    await checker.close();
  }
});
