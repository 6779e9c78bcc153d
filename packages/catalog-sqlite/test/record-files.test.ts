import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordPath, sqliteRecords } from '../src/index.ts';

const PAGE = 4_096;
let root = '';
let path = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tapehaul-record-files-')));
  path = recordPath(root);
  mkdirSync(dirname(path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a file with the name of a record', () => {
  test('is blank while nothing but its first page was written, and nothing waits in its log', async () => {
    writeFileSync(path, Buffer.alloc(PAGE));
    expect(await sqliteRecords.find(root)).toMatchObject({ isBlank: true });
    writeFileSync(`${path}-wal`, 'rows');
    expect(await sqliteRecords.find(root)).toMatchObject({ isBlank: false });
    rmSync(`${path}-wal`);
    writeFileSync(path, Buffer.alloc(PAGE + 1));
    expect(await sqliteRecords.find(root)).toMatchObject({ isBlank: false });
  });

  test('is no blank one when it is a directory or a link, and none when the link leads nowhere', async () => {
    mkdirSync(path);
    expect(await sqliteRecords.find(root)).toMatchObject({ isBlank: false });
    rmSync(path, { recursive: true });
    symlinkSync(join(root, 'small'), path);
    expect(await sqliteRecords.find(root)).toBeUndefined();
    writeFileSync(join(root, 'small'), 'x');
    expect(await sqliteRecords.find(root)).toMatchObject({ isBlank: false });
  });
});

test('a record is put aside with its log, and the newest one that is kept is found', async () => {
  writeFileSync(join(dirname(path), 'catalog.malformed-20200101T000000Z.db'), 'older');
  for (const part of ['', '-wal', '-shm']) writeFileSync(`${path}${part}`, `content${part}`);
  const kept = await sqliteRecords.setAside(root);
  expect(await sqliteRecords.keptAside(root)).toBe(kept);
  for (const part of ['', '-wal', '-shm']) {
    expect(existsSync(`${path}${part}`)).toBe(false);
    expect(readFileSync(`${kept}${part}`, 'utf8')).toBe(`content${part}`);
  }
});

test.runIf(process.platform === 'linux')('a process that has the record open is named', async () => {
  writeFileSync(path, 'content');
  const open = "require('fs').openSync(process.argv[1]); console.log('open'); setInterval(() => {}, 60_000)";
  const child = spawn(process.execPath, ['-e', open, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const holder = { name: `process ${child.pid}`, facts: { pid: child.pid } };
    expect(await sqliteRecords.heldBy(root)).toEqual(holder);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await sqliteRecords.heldBy(root)).toBeUndefined();
});
