import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  isBusy,
  isClosed,
  isDamaged,
  isStorageError,
  openToReadOnly,
  openToWrite,
  otherThanFile,
  type Schema,
  transaction,
} from '../src/index.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-sqlite-'));
  path = join(folder, 'a/b/notes.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const stepsDone = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version);
const steps = ['CREATE TABLE notes (text TEXT NOT NULL) STRICT', 'ALTER TABLE notes ADD at INTEGER'];
const schema: Schema = { steps, stepsDone };

const texts = (database: DatabaseSync): unknown[] =>
  database
    .prepare('SELECT text FROM notes')
    .all()
    .map(({ text }) => text);

/** What work throws; undefined when it throws nothing. */
function thrown(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a file that is opened to write', () => {
  test('is made with its folders, brought to its schema, and read by others', () => {
    const database = openToWrite(path, schema, 'FULL');
    database.exec("INSERT INTO notes VALUES ('kept', 1)");
    const other = openToReadOnly(path, () => {});
    expect(texts(other)).toEqual(['kept']);
    expect(isStorageError(thrown(() => other.exec("INSERT INTO notes VALUES ('x', 1)")))).toBe(true);
    other.close();
    database.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('gets the steps that it lacks, once, and none of them when one fails or is refused', () => {
    openToWrite(path, { steps: steps.slice(0, 1), stepsDone }, 'NORMAL').close();
    expect(() => openToWrite(path, { steps: [...steps, 'CREATE TABLE'], stepsDone }, 'NORMAL')).toThrow();
    const refuse = () => {
      throw new Error('in use');
    };
    expect(() => openToWrite(path, { ...schema, beforeSteps: refuse }, 'NORMAL')).toThrow('in use');
    const plain = new DatabaseSync(path);
    expect(stepsDone(plain)).toBe(1);
    plain.close();
    openToWrite(path, schema, 'NORMAL').close();
    // Nothing is left to do: nobody is asked.
    const database = openToWrite(path, { ...schema, beforeSteps: refuse }, 'NORMAL');
    expect(stepsDone(database)).toBe(2);
    database.close();
  });

  test('stays as it is when its schema refuses it', async () => {
    const foreign = new DatabaseSync(join(folder, 'foreign.db'));
    foreign.exec('CREATE TABLE theirs (a)');
    foreign.close();
    const refuse = (): number => {
      throw new Error('another program made it');
    };
    expect(() => openToWrite(join(folder, 'foreign.db'), { steps, stepsDone: refuse }, 'FULL')).toThrow(
      'another program made it',
    );
    const again = new DatabaseSync(join(folder, 'foreign.db'));
    expect(again.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
    again.close();
  });

  test('is made by several processes at once', async () => {
    const open = fileURLToPath(new URL('./open-child.ts', import.meta.url));
    const args = ['--conditions=@tapehaul/source', open, path];
    const ends = await Promise.all(
      Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args)),
    );
    expect(ends.map(({ stdout }) => stdout)).toEqual(Array(4).fill('2'));
  });
});

describe('what SQLite throws', () => {
  test('says whether the file is damaged', async () => {
    await writeFile(
      join(folder, 'text.db'),
      'no database, but long enough to have a header of one'.repeat(20),
    );
    const error = thrown(() => openToWrite(join(folder, 'text.db'), schema, 'FULL'));
    expect(isStorageError(error) && isDamaged(error)).toBe(true);
    const database = openToWrite(path, schema, 'FULL');
    const missing = thrown(() => database.prepare('SELECT x FROM nowhere'));
    expect(isStorageError(missing) && isDamaged(missing)).toBe(true);
    const wrong = thrown(() => database.prepare('no SQL'));
    expect(isStorageError(wrong) && isDamaged(wrong)).toBe(false);
    database.close();
    expect(isClosed(thrown(() => database.exec('BEGIN')))).toBe(true);
  });

  test('says whether another is writing', () => {
    const database = openToWrite(path, schema, 'FULL');
    const other = new DatabaseSync(path, { timeout: 0 });
    transaction(database, () => {
      expect(isBusy(thrown(() => transaction(other, () => {})))).toBe(true);
    });
    transaction(other, () => {});
    other.close();
    database.close();
  });
});

test('a transaction whose work throws leaves nothing, and the next one works', () => {
  const database = openToWrite(path, schema, 'FULL');
  const insert = database.prepare('INSERT INTO notes (text) VALUES (?)');
  expect(() =>
    transaction(database, () => {
      insert.run('lost');
      throw new Error('no');
    }),
  ).toThrow('no');
  transaction(database, () => insert.run('kept'));
  expect(texts(database)).toEqual(['kept']);
  database.close();
});

test('what is no file is named with what it is', async () => {
  const database = join(folder, 'x.db');
  expect(otherThanFile(database)).toBeUndefined();
  await writeFile(database, '');
  expect(otherThanFile(database)).toBeUndefined();
  await symlink(database, `${database}-wal`);
  expect(otherThanFile(database)).toEqual({ path: `${database}-wal`, kind: 'a symbolic link' });
  expect(otherThanFile(folder)).toEqual({ path: folder, kind: 'a directory' });
  expect((await stat(database)).size).toBe(0);
});
