import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { disown, isAlive, ownerOf } from '../src/index.ts';

const ago = (seconds: number): number => Date.now() - seconds * 1_000;

test('this process owns what it took, until it gives that up', () => {
  const owner = ownerOf('one');
  expect(isAlive('one', owner)).toBe(true);
  // A file of a process before it that had the same id.
  expect(isAlive('two', owner)).toBe(false);
  disown('one');
  expect(isAlive('one', owner)).toBe(false);
});

test('on another host the heartbeat decides', () => {
  const owner = { ...ownerOf('one'), host: 'elsewhere.example' };
  expect(isAlive('one', { ...owner, heartbeatAt: ago(59) })).toBe(true);
  expect(isAlive('one', { ...owner, heartbeatAt: ago(61) })).toBe(false);
});

test('an owner of before the machine started is dead', () => {
  const owner = { ...ownerOf('one'), bootId: 'another start' };
  expect(isAlive('one', owner)).toBe(owner.bootId === null);
});

test('where the start of a process is unknown, it must exist and have a heartbeat', async () => {
  const owner = { ...ownerOf('one'), processStart: null };
  expect(isAlive('one', owner)).toBe(true);
  expect(isAlive('one', { ...owner, heartbeatAt: ago(61) })).toBe(false);
  const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
  expect(isAlive('one', { ...owner, pid: Number(stdout) })).toBe(false);
});

test.runIf(existsSync('/proc/self/stat'))(
  'a process lives however long it was silent, and only as the same one',
  () => {
    const owner = { ...ownerOf('one'), heartbeatAt: ago(3_600) };
    expect(isAlive('one', owner)).toBe(true);
    expect(isAlive('one', { ...owner, processStart: (owner.processStart ?? 0) + 1 })).toBe(false);
  },
);
