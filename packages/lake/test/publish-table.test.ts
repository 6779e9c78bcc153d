import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Durability } from '@tapehaul/downloader';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { duckdbWriter, publishTable, type StagedTable, stageTable, type TableWriter } from '../src/index.ts';
import { metadataOf, readByDuckdb } from './read-parquet.ts';
import { column, rowsOf, schemaOf } from './sample-rows.ts';

const never = new AbortController().signal;
const PATH =
  'silver/binance/trades/market=spot/symbol=币安人生USDT/date=2025-07-01/币安人生USDT-2025-07-01.parquet';
const SCHEMA = schemaOf(column('id', 'bigint'));
let root = '';
let staging = '';
let writer: TableWriter;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tapehaul-lake-'));
  staging = join(root, '.tapehaul', 'staging', 'tables');
  writer = await duckdbWriter({ staging });
});
afterEach(async () => {
  await writer.close();
  await rm(root, { recursive: true, force: true });
});

const stage = (id: bigint, durability: Durability = 'file', signal = never): Promise<StagedTable> =>
  stageTable(
    writer,
    rowsOf(SCHEMA, 'double', [[id]]),
    { staging, metadata: { id: `${id}` }, durability },
    signal,
  );

/** All files below the output directory. */
const files = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);

test.each<Durability>(['file', 'group', 'none'])(
  'with durability %s a staged table goes to its place',
  async (durability) => {
    const staged = await stage(1n, durability);
    expect(existsSync(join(root, 'silver'))).toBe(false);
    const content = await readFile(staged.path);
    expect(staged.bytes).toBe(content.length);
    expect(staged.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    await publishTable(staged, { root, path: PATH, durability });
    expect(await readFile(join(root, PATH))).toEqual(content);
    expect(await readdir(staging)).toEqual([]);
  },
);

test('a table replaces the one before, and nothing but it is left', async () => {
  const place = { root: `${root}/`, path: PATH, durability: 'file' } as const;
  await publishTable(await stage(1n), place);
  await publishTable(await stage(2n), place);
  expect(await readByDuckdb(join(root, PATH), 'SELECT id FROM FILE')).toEqual([[2n]]);
  expect((await metadataOf(join(root, PATH))).key_value_metadata).toEqual([{ key: 'id', value: '2' }]);
  expect(await files()).toEqual([PATH.split('/').at(-1)]);
});

test('tables that are staged at once have paths of their own', async () => {
  const staged = await Promise.all([stage(1n), stage(1n), stage(2n)]);
  expect(new Set(staged.map(({ path }) => path)).size).toBe(3);
  expect(new Set(staged.map(({ sha256 }) => sha256)).size).toBe(2);
});

test('what cannot be staged leaves no file', async () => {
  const stop = AbortSignal.abort();
  await expect(stage(1n, 'file', stop)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await files()).toEqual([]);
  await rm(join(root, '.tapehaul'), { recursive: true });
  await writeFile(join(root, '.tapehaul'), 'in the way');
  await expect(stage(1n)).rejects.toMatchObject({ code: 'target_blocked' });
});

test('a folder in the place of the file blocks it, and the staged file is removed', async () => {
  await mkdir(join(root, PATH, 'full'), { recursive: true });
  const publishing = publishTable(await stage(1n), { root, path: PATH, durability: 'file' });
  await expect(publishing).rejects.toMatchObject({ code: 'target_blocked' });
  expect(await files()).toEqual([]);
});

test('a link that leads out of the output directory is refused', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'tapehaul-outside-'));
  try {
    await symlink(outside, join(root, 'silver'));
    const publishing = publishTable(await stage(1n), { root, path: PATH, durability: 'file' });
    await expect(publishing).rejects.toMatchObject({ code: 'target_blocked' });
    expect(await readdir(outside)).toEqual([]);
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
});

test.skipIf(!existsSync('/dev/shm'))('a staging folder on another file system is named', async () => {
  const other = await mkdtemp('/dev/shm/tapehaul-lake-');
  try {
    staging = other;
    const publishing = publishTable(await stage(1n), { root, path: PATH, durability: 'file' });
    await expect(publishing).rejects.toMatchObject({
      code: 'target_blocked',
      hint: expect.stringContaining('on one file system'),
    });
    expect(await readdir(other)).toEqual([]);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});
