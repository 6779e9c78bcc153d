import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openCatalog, readCatalog, recordState } from '../src/index.ts';
import { fill, harm } from './damage.ts';
import { path, tamper } from './test-catalog.ts';

describe('the state of a record', () => {
  test('is missing, empty, sound or malformed, and finding out changes nothing', async () => {
    expect(await recordState(path)).toBe('missing');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    expect(await recordState(path)).toBe('empty');
    await fill();
    const before = readFileSync(path);
    expect(await recordState(path)).toBe('sound');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each([
    ['its first page', 0, 0.01],
    ['pages in its middle', 0.4, 0.6],
    ['its last page', 0.99, 1],
  ])('is malformed where %s is overwritten', async (_, from, to) => {
    await fill();
    harm(from, to);
    expect(await recordState(path)).toBe('malformed');
  });

  test('is malformed where the file is cut off, and where it is no database', async () => {
    await fill();
    truncateSync(path, statSync(path).size >> 1);
    expect(await recordState(path)).toBe('malformed');
    writeFileSync(path, 'this is no database '.repeat(1_000));
    expect(await recordState(path)).toBe('malformed');
  });

  test.each([0, 2, 5, 99])(
    'is malformed where another program made the file (its version is %i)',
    async (version) => {
      mkdirSync(dirname(path), { recursive: true });
      const other = new DatabaseSync(path);
      other.exec(`CREATE TABLE runs (id INTEGER, distance REAL); PRAGMA user_version = ${version}`);
      other.close();
      const before = readFileSync(path);
      const hint = expect.stringMatching(/tapehaul repair \S+$/);
      const refused = expect.objectContaining({ code: 'catalog_malformed', exitCode: 7, hint });
      for (const open of [openCatalog, readCatalog]) expect(() => open(path)).toThrow(refused);
      expect(await recordState(path)).toBe('malformed');
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  test('of a newer version is refused rather than called malformed', async () => {
    await fill();
    tamper('PRAGMA user_version = 99');
    await expect(recordState(path)).rejects.toThrow(expect.objectContaining({ code: 'catalog_newer' }));
  });

  test('of what is no file is refused by name', async () => {
    mkdirSync(path, { recursive: true });
    const refused = { code: 'catalog_failed', message: `the record ${path} is a directory, expected a file` };
    await expect(recordState(path)).rejects.toThrow(expect.objectContaining(refused));
  });

  test('of a link is refused: what it names may lie elsewhere', async () => {
    await fill();
    copyFileSync(path, `${path}.other`);
    truncateSync(path, 0);
    const linked = `${path}.link`;
    symlinkSync(`${path}.other`, linked);
    const refused = { code: 'catalog_failed', message: expect.stringContaining('a symbolic link') };
    await expect(recordState(linked)).rejects.toThrow(expect.objectContaining(refused));
    expect(() => openCatalog(linked)).toThrow(expect.objectContaining(refused));
    expect(() => readCatalog(linked)).toThrow(expect.objectContaining(refused));
  });
});
