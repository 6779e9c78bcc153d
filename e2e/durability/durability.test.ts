import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDownloader, type Outcome } from '@tapehaul/downloader';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryTarget } from '../faults/memory-target.ts';
import { ENGINES, HEALTHY, openTrial, type Trial } from '../faults/trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await trial.close();
});

const [KEY = '', OTHER = ''] = HEALTHY;

/** Runs a program of this directory that downloads into a folder and prints outcomes, after a shell command. */
async function outcomesOf(
  program: string,
  before: string,
  flags: readonly string[] = [],
  target = trial.directory,
): Promise<Outcome[]> {
  const child = fileURLToPath(new URL(program, import.meta.url));
  const request = JSON.stringify({ source: trial.source, target, keys: [KEY, OTHER] });
  const node = [process.execPath, ...flags, '--conditions=@tapehaul/source', child, request];
  const { stdout } = await execa('sh', ['-c', `${before} exec "$@"`, 'sh', ...node]);
  return stdout.split('\n').map((line) => JSON.parse(line));
}

test('where no more files may be open, a file is not durable, says so, and the next one is', async () => {
  const [first, second] = await outcomesOf('no-files-left-child.ts', 'ulimit -n 64;');
  const hint = expect.stringContaining('limit of open files');
  expect(first).toMatchObject({ status: 'failed', error: { code: 'file_failed', hint } });
  expect(second).toMatchObject({ status: 'downloaded' });
});

test('a file by itself is durable with its sidecar and all directories that lead to it', async () => {
  const log = join(trial.directory, 'trace.json');
  const flags = ['--trace-event-categories=node.fs.async', `--trace-event-file-pattern=${log}`];
  const target = join(trial.directory, 'new', 'output');
  await outcomesOf('durability-child.ts', '', flags, target);
  const { traceEvents } = JSON.parse(await readFile(log, 'utf8'));
  const begun = traceEvents.filter(({ ph }: { ph: string }) => ph === 'b');
  const opened = begun.filter(({ name }: { name: string }) => name === 'open');
  const paths = opened.map(({ args }: { args: { path: string } }) => args.path);
  const file = join(target, KEY);
  const above = [dirname(file), dirname(dirname(file)), join(target, 'data'), target, dirname(target)];
  expect(paths).toEqual(expect.arrayContaining([file, `${file}.CHECKSUM`, ...above, trial.directory]));
  // Nothing else of these is opened without being written at once, so each that was opened was synced.
  expect(begun.filter(({ name }: { name: string }) => name === 'fsync')).toHaveLength(opened.length);
});

test('a file that is taken over by the sidecar beside it is durable before it is reported, and once only', async () => {
  const target = new MemoryTarget();
  const held = new Map<string, Outcome>();
  const get = async (): Promise<Outcome> => {
    const downloader = createDownloader({
      engines: [await ENGINES.s3(trial.source)],
      target,
      stateDirectory: trial.directory,
      held: { find: async (key) => held.get(key) },
    });
    const outcome = await downloader.get({ key: KEY });
    await downloader.close();
    return outcome;
  };
  expect(await get()).toMatchObject({ status: 'downloaded' });
  const taken = await get();
  expect(taken).toMatchObject({ status: 'cached', proof: 'sidecar' });
  expect(target.madeDurable).toEqual([KEY, KEY]);
  held.set(KEY, taken);
  expect(await get()).toMatchObject({ status: 'cached' });
  expect(target.madeDurable).toEqual([KEY, KEY]);
});

test('without a program that syncs a file system, a file that is taken away fails alone', async () => {
  vi.stubEnv('PATH', '');
  const downloader = createDownloader({
    engines: [await ENGINES.s3(trial.source)],
    target: trial.directory,
  });
  const outcomes = HEALTHY.map((key) => downloader.get({ key }));
  const taken = join(trial.directory, KEY);
  while (!existsSync(taken)) await setImmediate();
  await rm(taken);
  const [first, ...others] = await Promise.all(outcomes);
  await downloader.close();
  expect(first).toMatchObject({ status: 'failed', error: { code: 'file_failed' } });
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 'downloaded'));
});
