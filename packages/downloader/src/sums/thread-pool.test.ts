import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DataSpan, type FileJob, sumsHere } from './file-sums.ts';
import { IdleLoop } from './idle-loop.ts';
import { ThreadPool } from './thread-pool.ts';

const MIB = 2 ** 20;
const SIGNAL = new AbortController().signal;
let folder = '';
let pool: ThreadPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-threads-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => pool.close());

/** Bytes that deflate to some of their size, always the same ones. */
function content(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 29;
  }
  return bytes;
}

interface Part {
  readonly bytes: Buffer;
  readonly deflated: boolean;
}

/** A file of parts with a byte between them, and the job that sums them all. */
async function fileOf(name: string, parts: readonly Part[]): Promise<{ job: FileJob; whole: Buffer }> {
  const path = join(folder, name);
  const spans: DataSpan[] = [];
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { bytes, deflated } of parts) {
    const data = deflated ? deflateRawSync(bytes, { level: 1 }) : bytes;
    pieces.push(Buffer.of(0), data);
    spans.push({ start: at + 1, end: at + 1 + data.length, deflated, most: bytes.length });
    at += 1 + data.length;
  }
  const whole = Buffer.concat(pieces);
  await writeFile(path, whole);
  return { job: { path, hashed: true, spans }, whole };
}

/** What the sums of these parts must be. */
const expected = (whole: Buffer, parts: readonly Part[]) => ({
  sha256: createHash('sha256').update(whole).digest('hex'),
  contents: parts.map(({ bytes }) => ({ size: bytes.length, crc: crc32(bytes) })),
});

test('a thread sums what the main thread does, whatever the file is made of', async () => {
  pool = new ThreadPool(1);
  const part = fc.record({
    bytes: fc.nat(600_000).map((size) => content(size, size + 1)),
    deflated: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 4 }), async (parts) => {
      const { job, whole } = await fileOf('any', parts);
      const sums = await pool.sums(job, 4 * MIB, SIGNAL);
      expect(sums).toMatchObject(expected(whole, parts));
      expect(sums).toMatchObject({ ...(await sumsHere(job, SIGNAL)) });
    }),
    { numRuns: 12 },
  );
  expect(pool.files).toBeGreaterThanOrEqual(12);
});

describe('data that is broken', () => {
  const whole: Part = { bytes: content(MIB), deflated: true };

  test.each<[string, (data: Buffer) => Buffer, Partial<DataSpan>]>([
    ['is cut off', (data) => data.subarray(0, data.length / 2), {}],
    ['is altered', (data) => Buffer.from(data).fill(0xff, 50_000, 50_100), {}],
    ['is none', (data) => data.subarray(0, 0), {}],
    ['swells beyond what is stated', (data) => data, { most: 10_000 }],
  ])('and %s gets no right sum, and the next file does', async (_, damage, span) => {
    pool = new ThreadPool(1);
    const { job } = await fileOf('good', [whole]);
    const data = damage((await readFile(job.path)).subarray(1));
    const path = join(folder, 'broken');
    await writeFile(path, data);
    const spans = [{ start: 0, end: data.length, deflated: true, most: MIB, ...span }];
    const broken = await pool.sums({ path, hashed: false, spans }, 4 * MIB, SIGNAL);
    expect(broken.contents).not.toMatchObject(expected(data, [whole]).contents);
    expect(broken.sha256).toBeNull();
    const sums = await pool.sums(job, 1, SIGNAL);
    expect(sums.contents).toMatchObject(expected(data, [whole]).contents);
    expect(pool.files).toBe(2);
  });
});

test('a file that cannot be read fails with the error of the file system, and the thread takes the next one', async () => {
  pool = new ThreadPool(1);
  const nowhere = { path: join(folder, 'nowhere'), hashed: true, spans: [] };
  await expect(pool.sums(nowhere, 4 * MIB, SIGNAL)).rejects.toMatchObject({
    code: 'ENOENT',
    syscall: 'open',
  });
  const { job, whole } = await fileOf('there', []);
  expect(await pool.sums(job, 1, SIGNAL)).toMatchObject(expected(whole, []));
  expect(pool.files).toBe(1);
});

test('small files start no thread until they are worth one; none is used where none is wanted', async () => {
  const { job, whole } = await fileOf('small', [{ bytes: content(1_000), deflated: true }]);
  pool = new ThreadPool(1);
  for (const files of [0, 0, 0, 1, 2]) {
    await pool.sums(job, MIB, SIGNAL);
    expect(pool.files).toBe(files);
  }
  await pool.close();
  expect(await pool.sums(job, 8 * MIB, SIGNAL)).toMatchObject({ sha256: expected(whole, []).sha256 });
  expect(pool.files).toBe(2);
  pool = new ThreadPool(0);
  await pool.sums(job, 8 * MIB, SIGNAL);
  expect(pool.files).toBe(0);
  await pool.room(SIGNAL);
});

test('an aborted signal stops the file in hand and those in line, and the thread takes the next one', async () => {
  pool = new ThreadPool(1);
  // Of holes alone; it would take a minute to hash it.
  const path = join(folder, 'long');
  await writeFile(path, '');
  await truncate(path, 64 * 2 ** 30);
  const job = { path, hashed: true, spans: [] };
  const stop = new AbortController();
  const both = [pool.sums(job, 4 * MIB, stop.signal), pool.sums(job, 4 * MIB, stop.signal)];
  await setImmediate();
  stop.abort(new Error('enough'));
  for (const end of await Promise.allSettled(both)) expect(end.status).toBe('rejected');
  await expect(pool.sums(job, 1, stop.signal)).rejects.toBeDefined();
  expect(pool.files).toBe(0);
  const { job: next, whole } = await fileOf('next', []);
  expect(await pool.sums(next, 1, SIGNAL)).toMatchObject(expected(whole, []));
  expect(pool.files).toBe(1);
});

test('what a thread had in hand when it was ended is summed all the same', async () => {
  pool = new ThreadPool(2);
  const parts = [{ bytes: content(8 * MIB), deflated: true }];
  const { job, whole } = await fileOf('lost', parts);
  const sums = [1, 2, 3].map(() => pool.sums(job, 8 * MIB, SIGNAL));
  // By then two are in hand, of threads that are just starting.
  await setImmediate();
  await pool.close();
  for (const sum of await Promise.all(sums)) expect(sum).toMatchObject(expected(whole, parts));
  expect(pool.files).toBe(0);
});

test('there is room until more files wait than there are threads', async () => {
  pool = new ThreadPool(1);
  const { job } = await fileOf('busy', [{ bytes: content(4 * MIB), deflated: true }]);
  await pool.room(SIGNAL);
  const inHand = pool.sums(job, 4 * MIB, SIGNAL);
  await pool.room(SIGNAL);
  const inLine = pool.sums(job, 4 * MIB, SIGNAL);
  let isRoomy = false;
  const room = pool.room(SIGNAL).then(() => {
    isRoomy = true;
  });
  const stop = new AbortController();
  const given = pool.room(stop.signal);
  stop.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  expect(isRoomy).toBe(false);
  await inHand;
  await room;
  await inLine;
});

test('one thread more than there are cores to spare works while the main thread waits, and none where the number is given', async () => {
  const { job, whole } = await fileOf('many', [{ bytes: content(MIB), deflated: true }]);
  const spare = Math.max(1, availableParallelism() - 1);
  const all = Array.from({ length: 3 * spare + 3 }, () => job);
  /** Threads where the main thread works that share of its time, and another share once all files are in line. */
  const threadsOf = async (size: number | undefined, share: number, later = share): Promise<number> => {
    let [at, worked, now] = [0, 0, share];
    pool = new ThreadPool(
      size,
      new IdleLoop(() => {
        at += 100;
        worked += 100 * now;
        return { at, worked };
      }),
    );
    const inLine = all.map((each) => pool.sums(each, 8 * MIB, SIGNAL));
    now = later;
    for (const sums of await Promise.all(inLine)) {
      expect(sums).toMatchObject({ sha256: expected(whole, []).sha256 });
    }
    const { threads } = pool;
    await pool.close();
    return threads;
  };
  expect(await threadsOf(undefined, 0.1)).toBe(spare + 1);
  expect(await threadsOf(undefined, 0.9)).toBe(spare);
  expect(await threadsOf(undefined, 0.9, 0.1)).toBe(spare + 1);
  expect(await threadsOf(1, 0.1)).toBe(1);
});
