import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { TapehaulError } from '@tapehaul/errors';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duckdbWriter } from '../src/index.ts';
import { manyRows } from './many-rows.ts';
import { readByDuckdb } from './read-parquet.ts';
import { column, rowsOf, schemaOf } from './sample-rows.ts';

const never = new AbortController().signal;
const CONDITION = '--conditions=@tapehaul/source';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-lake-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const digestOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** The error that a write ends with. */
async function failure(writing: Promise<void>): Promise<TapehaulError> {
  const error = await writing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof TapehaulError) return error;
  throw new Error(`expected a TapehaulError, got ${String(error)}`);
}

test('the same rows give the same bytes: twice, with two threads, and in another process, time zone and folder', async () => {
  const metadata = { table: 'trades', identity: 'f00d' };
  const paths = ['a', 'b', 'c', 'd'].map((name) => join(folder, `${name}.parquet`));
  const [one = '', again = '', threads = '', other = ''] = paths;
  const writer = await duckdbWriter({ staging: folder });
  await writer.write(manyRows(), { path: one, metadata }, never);
  await writer.write(manyRows(), { path: again, metadata }, never);
  await writer.close();
  const parallel = await duckdbWriter({ staging: folder, threads: 2 });
  await parallel.write(manyRows(), { path: threads, metadata }, never);
  await parallel.close();
  const child = join(import.meta.dirname, 'same-bytes-child.ts');
  const env = { TZ: 'Asia/Tokyo', LC_ALL: 'C' };
  await execa(process.execPath, [CONDITION, child, other, join(folder, 'x'), '2'], { env, cwd: folder });
  expect(new Set(await Promise.all(paths.map(digestOf))).size).toBe(1);
});

test('tables that are written at once do not mix', async () => {
  const schema = schemaOf(column('id', 'bigint'));
  const writer = await duckdbWriter({ staging: folder });
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const pathOf = (number: number): string => join(folder, `${number}.parquet`);
  await Promise.all(
    numbers.map((number) => {
      const rows = Array.from({ length: 5_000 }, () => [BigInt(number)]);
      return writer.write(rowsOf(schema, 'double', rows), { path: pathOf(number), metadata: {} }, never);
    }),
  );
  await writer.close();
  for (const number of numbers) {
    const found = await readByDuckdb(pathOf(number), 'SELECT count(*), min(id), max(id) FROM FILE');
    expect(found).toEqual([[5_000n, BigInt(number), BigInt(number)]]);
  }
});

test('two threads of one process write at once', async () => {
  const threads = ['a', 'b'].map((name) => {
    const data = { path: join(folder, `${name}.parquet`), staging: folder };
    const file = join(import.meta.dirname, 'write-thread-child.ts');
    return once(new Worker(file, { workerData: data, execArgv: [CONDITION] }), 'message');
  });
  expect(await Promise.all(threads)).toEqual([['duckdb 1.5.6 v2'], ['duckdb 1.5.6 v2']]);
  expect(await digestOf(join(folder, 'a.parquet'))).toBe(await digestOf(join(folder, 'b.parquet')));
});

test('rows that do not fit into memory go to the staging folder, and are gone after', async () => {
  const staging = join(folder, 'spill');
  const writer = await duckdbWriter({ staging, memoryMib: 16 });
  const path = join(folder, 'large.parquet');
  await writer.write(manyRows(600_000), { path, metadata: {} }, never);
  expect(existsSync(staging)).toBe(true);
  await writer.close();
  expect(await readdir(staging).catch(() => [])).toEqual([]);
  expect(await readByDuckdb(path, 'SELECT count(*), max(id) FROM FILE')).toEqual([[600_000n, 599_999n]]);
});

describe('a write that fails', () => {
  const small = rowsOf(schemaOf(column('id', 'bigint')), 'double', [[1n]]);

  test.skipIf(process.platform !== 'linux')('on a full disk says so, and the next one succeeds', async () => {
    const writer = await duckdbWriter({ staging: folder });
    const error = await failure(writer.write(small, { path: '/dev/full', metadata: {} }, never));
    expect(error).toMatchObject({ code: 'disk_full', exitCode: 7, facts: { path: '/dev/full' } });
    await writer.write(small, { path: join(folder, 'next.parquet'), metadata: {} }, never);
    await writer.close();
  });

  test('in a folder that does not exist is a fault of the file', async () => {
    const writer = await duckdbWriter({ staging: folder });
    const path = join(folder, 'no', 'such.parquet');
    expect(await failure(writer.write(small, { path, metadata: {} }, never))).toMatchObject({
      code: 'file_failed',
      facts: { path },
    });
    await writer.close();
  });

  test('for want of memory names the limit', async () => {
    await writeFile(join(folder, 'spill'), 'in the way of the folder for rows');
    const writer = await duckdbWriter({ staging: join(folder, 'spill'), memoryMib: 8 });
    const writing = writer.write(manyRows(), { path: join(folder, 'x.parquet'), metadata: {} }, never);
    const error = await failure(writing);
    expect(error.code).toBe('table_failed');
    await writer.close();
  });

  test('for a null where the schema allows none is refused', async () => {
    const schema = schemaOf({ ...column('id', 'bigint'), mayBeNull: false });
    const writer = await duckdbWriter({ staging: folder });
    const rows = rowsOf(schema, 'double', [[1n], [null]]);
    const error = await failure(writer.write(rows, { path: join(folder, 'x.parquet'), metadata: {} }, never));
    expect(error.code).toBe('table_failed');
    expect(error.message).toContain('NOT NULL constraint');
    await writer.close();
  });

  test.each([
    [
      'of another width',
      { width: 4, data: new Uint8Array(16), nulls: null },
      'of 4 bytes, expected of 8 bytes',
    ],
    ['that are too few', { width: 8, data: new Uint8Array(15), nulls: null }, '1 values of id, expected 2'],
    [
      'with too few nulls',
      { width: 8, data: new Uint8Array(16), nulls: new Uint8Array(1) },
      '1 values of id',
    ],
    ['of text', { texts: ['1', '2'] }, 'are text, expected of 8 bytes'],
  ] as const)('for values %s reads no memory that is not theirs', async (_, values, message) => {
    const writer = await duckdbWriter({ staging: folder });
    const rows = { ...small, count: 2, columns: [values] };
    const error = await failure(writer.write(rows, { path: join(folder, 'x.parquet'), metadata: {} }, never));
    expect(error.code).toBe('internal');
    expect(error.message).toContain(message);
    await writer.close();
  });

  test('since the signal aborts ends with the reason of the signal, at any moment', async () => {
    const writer = await duckdbWriter({ staging: folder });
    const reason = new TapehaulError('cancelled', 'enough');
    const rows = manyRows();
    const path = join(folder, 'x.parquet');
    expect(await failure(writer.write(rows, { path, metadata: {} }, AbortSignal.abort(reason)))).toBe(reason);
    for (const turns of [1, 3, 5, 8]) {
      const stop = new AbortController();
      const writing = failure(writer.write(rows, { path, metadata: {} }, stop.signal));
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      stop.abort(reason);
      expect(await writing).toBe(reason);
    }
    await writer.write(rows, { path, metadata: {} }, never);
    await writer.close();
    expect(await readByDuckdb(path, 'SELECT count(*) FROM FILE')).toEqual([[150_000n]]);
  });

  test('since the writer is closed says so', async () => {
    const writer = await duckdbWriter({ staging: folder });
    await writer.close();
    await writer.close();
    const error = await failure(
      writer.write(small, { path: join(folder, 'x.parquet'), metadata: {} }, never),
    );
    expect(error).toMatchObject({ code: 'internal', message: 'the table writer is closed' });
  });
});

test('what a table took of memory is free once it is written', async () => {
  const writer = await duckdbWriter({ staging: join(folder, 'spill'), memoryMib: 32 });
  const rows = manyRows();
  // Each takes some 5 MiB, so that the limit holds only if each is removed.
  for (let table = 0; table < 12; table += 1) {
    await writer.write(rows, { path: join(folder, 'x.parquet'), metadata: {} }, never);
  }
  expect(existsSync(join(folder, 'spill'))).toBe(false);
  await writer.close();
});
