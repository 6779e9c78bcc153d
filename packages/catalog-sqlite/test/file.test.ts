import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CatalogReader, everyRow } from '@tapehaul/catalog';
import { describe, expect, test } from 'vitest';
import { openCatalog, openToRead, readCatalog } from '../src/index.ts';
import { object, path, run, tamper, tasks } from './test-catalog.ts';

const files = (): string[] => readdirSync(dirname(path)).toSorted();
const heldBy = async (record: CatalogReader): Promise<string[]> =>
  (await Array.fromAsync(everyRow(record.held()))).map(({ key }) => key);

/** A record of one run with one object. */
async function fill(): Promise<void> {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  catalog.recordObject(object('r1', 'a'));
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
}

describe('the file of a record', () => {
  test('is one file once everybody has closed it', async () => {
    await fill();
    expect(files()).toEqual(['catalog.db']);
    const readers = [openToRead(path), readCatalog(path), openToRead(path)];
    for (const reader of readers) expect(await heldBy(reader)).toEqual(['a']);
    for (const reader of readers) await reader.close();
    expect(files()).toEqual(['catalog.db']);
  });

  test.each([
    ['openToRead', openToRead],
    ['readCatalog', readCatalog],
  ])('keeps every byte where it is read with %s', async (_, open) => {
    await fill();
    const before = readFileSync(path);
    const reader = open(path);
    await reader.runs();
    await reader.counts('r1');
    await heldBy(reader);
    await reader.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('is made with its directories by who writes, and by nobody who reads', async () => {
    const below = join(dirname(path), 'a', 'b', 'catalog.db');
    expect(() => readCatalog(below)).toThrow(
      expect.objectContaining({ code: 'catalog_failed', facts: { path: below } }),
    );
    expect(existsSync(dirname(below))).toBe(false);
    await openCatalog(below).close();
    expect(existsSync(below)).toBe(true);
  });

  test('of an older version is refused, with what to do, by who only reads', async () => {
    await fill();
    tamper('PRAGMA user_version = 3');
    expect(() => readCatalog(path)).toThrow(
      expect.objectContaining({
        code: 'catalog_failed',
        message: expect.stringContaining('older tapehaul (schema 3)'),
        hint: expect.stringMatching(/\w/),
      }),
    );
  });

  test.each([
    ['deleted', () => rmSync(path)],
    [
      'replaced',
      () => {
        writeFileSync(`${path}.other`, readFileSync(path));
        renameSync(`${path}.other`, path);
      },
    ],
  ])(
    'that is %s under who writes to it is noticed with the next write, and the hint saves the data',
    async (what, change) => {
      const catalog = openCatalog(path);
      await catalog.startRun(run('r1'));
      await catalog.settled();
      change();
      catalog.recordObject(object('r1', 'a'));
      const lost = {
        code: 'catalog_failed',
        facts: { path, what },
        hint: expect.stringContaining('tapehaul repair'),
      };
      await expect(catalog.settled()).rejects.toMatchObject(lost);
      expect(() => catalog.endRun('r1', 'Completed', null)).toThrow(
        expect.objectContaining({ code: 'catalog_failed' }),
      );
      try {
        await catalog.close();
      } catch {
        // It says again that it cannot write.
      }
    },
  );
});

describe('rows that are handed in', () => {
  test('are seen at once by who handed them in, and by others once they are settled, all or none', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const reader = readCatalog(path);
    for (let at = 0; at < 100; at++) catalog.recordObject(object('r1', `key-${String(at).padStart(3, '0')}`));
    expect([0, 100]).toContain((await heldBy(reader)).length);
    expect(await heldBy(catalog)).toHaveLength(100);
    await catalog.settled();
    expect(await heldBy(reader)).toHaveLength(100);
    await reader.close();
    await catalog.close();
  });

  test('are written without a word of settling, once there are a thousand or a while has passed', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const reader = readCatalog(path);
    for (let at = 0; at < 1_000; at++) catalog.recordObject(object('r1', `key-${at}`));
    expect(await heldBy(reader)).toHaveLength(1_000);
    catalog.recordObject(object('r1', 'last'));
    await expect.poll(() => heldBy(reader), { timeout: 20_000 }).toHaveLength(1_001);
    await reader.close();
    await catalog.close();
  });

  test('are written by closing', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    await catalog.planTasks('r1', tasks('a'));
    catalog.recordObject(object('r1', 'a'));
    await catalog.close();
    const reader = readCatalog(path);
    expect(await heldBy(reader)).toEqual(['a']);
    await reader.close();
  });

  test('with names of any kind come back as they were', async () => {
    const names = ["o'brien", 'a"b', '%_\\', '币安人生USDT', 'a\u0000b', '; DROP TABLE runs', ' '];
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    await catalog.planTasks('r1', tasks(...names));
    for (const key of names) catalog.recordObject(object('r1', key));
    await catalog.settled();
    expect((await heldBy(catalog)).toSorted()).toEqual(names.toSorted());
    for (const key of names) {
      expect(await catalog.find(key)).toMatchObject({ key, path: `bronze/${key}` });
      if (key.includes('\u0000')) continue;
      const { rows } = await catalog.tasks('r1', { contains: key });
      expect(rows.map(({ taskId }) => taskId)).toEqual(names.filter((name) => name.includes(key)));
    }
    await catalog.close();
  });
});

test('a database of somebody else is not taken for a record', async () => {
  await openCatalog(path).close();
  rmSync(path);
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE runs (mine TEXT); PRAGMA user_version = 4');
  database.close();
  expect(() => readCatalog(path)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^catalog_/) }),
  );
  expect(() => openCatalog(path)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^catalog_/) }),
  );
});
