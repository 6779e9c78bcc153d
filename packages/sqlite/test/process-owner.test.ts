import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { disown, isAlive, ownerOf, type ProcessOwner } from '../src/index.ts';

const ago = (seconds: number): number => Date.now() - seconds * 1_000;

test('this process owns what it took, until it gives that up', () => {
  const owner = ownerOf('one');
  expect(isAlive('one', owner)).toBe(true);
  // A file of a process before it that had the same id.
  expect(isAlive('never owned here', owner)).toBe(false);
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

/** Starts a program as in a container that has the name of the machine, but process ids of its own. */
const CONTAINER = ['--map-root-user', '--pid', '--fork', '--mount-proc'] as const;
const hasContainers = spawnSync('unshare', [...CONTAINER, 'true']).status === 0;

/** What a program prints that runs in a container, as JSON; it has what this package exports. */
function inContainer(program: string): unknown {
  const whole = `import { isAlive, ownerOf } from '@tapehaul/sqlite'; console.log(JSON.stringify(${program}));`;
  const node = [process.execPath, '--conditions=@tapehaul/source', '--input-type=module', '--eval', whole];
  const options = { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' } as const;
  const { stdout, stderr } = spawnSync('unshare', [...CONTAINER, ...node], options);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout);
}

describe.skipIf(!hasContainers)('in another container of the same host name', () => {
  test('an owner lives while it has a heartbeat, whichever process has its id there', () => {
    const owner = ownerOf('one');
    const silent = { ...owner, heartbeatAt: ago(61) };
    const owners = [owner, { ...owner, pid: 1 }, { ...owner, pid: 999_999_999 }, silent];
    const seen = inContainer(`${JSON.stringify(owners)}.map((owner) => isAlive('one', owner))`);
    expect(seen).toEqual([true, true, true, false]);
  });

  test('so is an owner of there seen from here, and from a third one', () => {
    const owner = inContainer(`ownerOf('two')`) as ProcessOwner;
    expect(owner.bootId).toMatch(/^\S+ pid:\[\d+\]$/);
    expect(isAlive('two', owner)).toBe(true);
    expect(isAlive('two', { ...owner, heartbeatAt: ago(61) })).toBe(false);
    expect(isAlive('two', { ...owner, bootId: 'another-start pid:[1]' })).toBe(false);
    // The number of a container that has ended may be the next one's: none has the first of all.
    const ofAnother = { ...owner, bootId: owner.bootId?.replace(/\d+\]$/, '1]') };
    expect(inContainer(`isAlive('two', ${JSON.stringify(ofAnother)})`)).toBe(true);
  });

  test('the start of a process decides inside one', () => {
    const seen = inContainer(
      `[0, 1].map((later) => ({ ...ownerOf('one'), heartbeatAt: 0, processStart: ownerOf('one').processStart + later }))
        .map((owner) => isAlive('one', owner))`,
    );
    expect(seen).toEqual([true, false]);
  });
});
