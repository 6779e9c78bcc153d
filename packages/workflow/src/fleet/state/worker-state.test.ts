import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { METADATA, runDirectory, stateDirectory } from '../../directory.ts';
import { stateForRun } from './worker-state.ts';

test('an output directory of the run that cannot be written is to be made writable; files for a bucket arrive elsewhere', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tapehaul-state-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const run = { root, runId: '20250710T000000Z-4fa1c2' };
  const here = { storage: { type: 'local' } } as const;
  await mkdir(runDirectory(root, run.runId), { recursive: true });
  await writeFile(join(runDirectory(root, run.runId), METADATA), '{}');
  await expect(stateForRun(run, here, '/staging')).rejects.toMatchObject({
    code: 'target_blocked',
    message: `the output directory ${root} on this machine cannot be written`,
    hint: expect.stringContaining('Let the user of the worker write there'),
  });
  const bucket = { storage: { type: 's3', bucket: 'b', region: 'eu-west-1', prefix: '' } } as const;
  expect(await stateForRun(run, bucket, '/staging')).toMatch(/^\/staging\//);
  await mkdir(stateDirectory(root));
  expect(await stateForRun(run, here, '/staging')).toBe(stateDirectory(root));
});
