import { fileURLToPath } from 'node:url';
import type { Outcome } from '@tapehaul/downloader';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HEALTHY, openTrial, type Trial } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

/** Runs a program of this directory that downloads and prints outcomes, after a shell command. */
async function outcomesOf(program: string, before: string): Promise<Outcome[]> {
  const child = fileURLToPath(new URL(program, import.meta.url));
  const request = JSON.stringify({ source: trial.source, target: trial.directory, keys: HEALTHY });
  const node = [process.execPath, '--conditions=@tapehaul/source', child, request];
  const { stdout } = await execa('sh', ['-c', `${before} exec "$@"`, 'sh', ...node]);
  return stdout.split('\n').map((line) => JSON.parse(line));
}

test('where no more files may be open, a file is not durable, tells so, and the next one is', async () => {
  const [first, second] = await outcomesOf('no-files-left-child.ts', 'ulimit -n 64;');
  const hint = expect.stringContaining('limit of open files');
  expect(first).toMatchObject({ status: 'failed', error: { code: 'file_failed', hint } });
  expect(second).toMatchObject({ status: 'downloaded' });
});
