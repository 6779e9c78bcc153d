import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ThreadPool } from './thread-pool.ts';

const MIB = 2 ** 20;
const SIGNAL = new AbortController().signal;
let folder = '';
let pool: ThreadPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-follower-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  pool = new ThreadPool(1);
});
afterEach(() => pool.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Lets a file of that many bytes be hashed, so that a thread runs from then on. */
async function startThread(): Promise<void> {
  const path = join(folder, 'first');
  await writeFile(path, '');
  await truncate(path, 4 * MIB);
  await pool.sums({ path, hashed: true, spans: [] }, 4 * MIB, SIGNAL);
}

test('the digest is that of the whole file, in whatever order its ranges are written', async () => {
  await startThread();
  const content = randomBytes(6 * MIB + 123);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: content.length - 1 }), { maxLength: 6 });
  const ranges = cuts.chain((ends) => {
    const bounds = [0, ...ends.sort((a, b) => a - b), content.length];
    const all = bounds.slice(1).map((to, index) => ({ from: bounds[index] ?? 0, to }));
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
  let files = 0;
  await fc.assert(
    fc.asyncProperty(ranges, async (arriving) => {
      const path = join(folder, `ranges ${files++}`);
      const follower = pool.follow(path);
      follower.begin();
      const file = await open(path, 'w');
      const there = new Map<number, number>();
      let front = 0;
      for (const { from, to } of arriving) {
        await file.write(content, from, to - from, from);
        there.set(from, to);
        for (let next = there.get(front); next !== undefined; next = there.get(front)) front = next;
        await Promise.resolve(follower.written(front));
      }
      await file.close();
      expect(await follower.digest(content.length)).toBe(sha256(content));
      await rm(path);
    }),
    { numRuns: 20 },
  );
  expect(pool.following).toBe(0);
});

test('a file that is begun anew has the digest of what is in it then', async () => {
  await startThread();
  const path = join(folder, 'anew');
  const [first, second] = [randomBytes(3 * MIB), randomBytes(5 * MIB)];
  const follower = pool.follow(path);
  for (const content of [first, second]) {
    follower.begin();
    await rm(path, { force: true });
    await writeFile(path, content);
    void follower.written(MIB);
    await setImmediate();
    void follower.written(content.length);
  }
  expect(await follower.digest(second.length)).toBe(sha256(second));
});

test('no digest is given of a file that another one wrote, that no thread read or that is shorter than was reported', async () => {
  const path = join(folder, 'none');
  await writeFile(path, randomBytes(3 * MIB));
  const tooSmall = pool.follow(path);
  tooSmall.begin();
  void tooSmall.written(3 * MIB);
  expect(await tooSmall.digest(3 * MIB)).toBeNull();
  await startThread();
  const other = pool.follow(path);
  other.begin();
  void other.written(2 * MIB);
  expect(await other.digest(3 * MIB)).toBeNull();
  const shorter = pool.follow(path);
  shorter.begin();
  void shorter.written(4 * MIB);
  expect(await shorter.digest(4 * MIB)).toBeNull();
  const left = pool.follow(path, { hashes: false });
  left.begin();
  void left.written(3 * MIB);
  expect(await left.digest(3 * MIB)).toBeNull();
  expect(pool.following).toBe(0);
});

test('senders wait while threads are far behind; a file that is abandoned delays no other, and leaves the thread to the next', async () => {
  await startThread();
  const path = join(folder, 'long');
  await writeFile(path, '');
  // Of holes alone; it would take minutes to hash it.
  await truncate(path, 64 * 2 ** 30);
  const follower = pool.follow(path);
  follower.begin();
  expect(follower.written(63 * MIB)).toBe('more');
  const held = follower.written(60 * 1_024 * MIB);
  expect(held).toBeInstanceOf(Promise);
  expect(pool.following).toBe(1);
  const next = pool.follow(join(folder, 'next'));
  next.begin();
  expect(next.written(1)).toBe('more');
  follower.drop();
  await held;
  expect(await follower.digest(64 * 2 ** 30)).toBeNull();
  const content = randomBytes(2 * MIB);
  await writeFile(join(folder, 'next'), content);
  expect(next.written(content.length)).toBe('more');
  expect(await next.digest(content.length)).toBe(sha256(content));
  expect(pool.following).toBe(0);
});

test('a thread that is lost leaves its files without a digest, and holds up no sender', async () => {
  await startThread();
  const path = join(folder, 'lost');
  await writeFile(path, '');
  await truncate(path, 2 ** 30);
  const follower = pool.follow(path);
  follower.begin();
  const held = follower.written(2 ** 30);
  await pool.close();
  await held;
  expect(await follower.digest(2 ** 30)).toBeNull();
});
