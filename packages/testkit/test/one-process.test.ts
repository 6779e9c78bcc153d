import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oneProcess } from '../src/one-process.ts';

let folder = '';
let lock = '';
let notes = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-one-process-'));
  [lock, notes] = [join(folder, 'cache/work.lock'), join(folder, 'notes')];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const child = (how = '') => {
  const program = join(import.meta.dirname, 'one-process-child.ts');
  const args = ['--conditions=@tapehaul/source', program, lock, notes, how];
  return execa(process.execPath, args, { reject: false });
};

/** What processes have noted: a pair for each, in whichever order. */
function expectInTurn(processes: number): void {
  const lines = readFileSync(notes, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(2 * processes);
  const begun = lines.filter((_, at) => at % 2 === 0).map((line) => line.replace('begin', 'end'));
  expect(lines.filter((_, at) => at % 2 === 1)).toEqual(begun);
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
}

test('processes that want the same at once have it one after the other, and leave nothing', async () => {
  const ended = await Promise.all([child(), child(), child(), child()]);
  expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(Array(4).fill([0, '']));
  expectInTurn(4);
});

test('the lock of a process that was killed does not count, and those that wait have it one after the other', async () => {
  expect(await child('die')).toMatchObject({ signal: 'SIGKILL' });
  expect(readFileSync(notes, 'utf8')).toMatch(/^begin \d+\n$/);
  expect(readdirSync(join(folder, 'cache'))).toEqual(['work.lock']);
  await rm(notes);
  await Promise.all([child(), child(), child(), child(), child()]);
  expectInTurn(5);
});

test.runIf(existsSync('/proc/self/stat'))(
  'a lock whose process has ended does not count, though another has its id',
  async () => {
    await mkdir(dirname(lock));
    await writeFile(lock, `${process.pid} 1`);
    expect(await oneProcess(lock, async () => readFileSync(lock, 'utf8'))).toMatch(/^\d+ \d+$/);
  },
);

test('calls of one process take turns; each has the result of its work, or its error', async () => {
  let working = 0;
  const work = async (name: string): Promise<string> => {
    working += 1;
    await new Promise(setImmediate);
    expect(working).toBe(1);
    working -= 1;
    if (name === 'b') throw new RangeError(name);
    return name;
  };
  const ended = await Promise.allSettled(['a', 'b', 'c'].map((name) => oneProcess(lock, () => work(name))));
  expect(ended).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: new RangeError('b') },
    { status: 'fulfilled', value: 'c' },
  ]);
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});
