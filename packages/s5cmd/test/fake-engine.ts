import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type S5cmdOptions, s5cmdEngine } from '../src/index.ts';
import { fakeS5cmd } from './fake-s5cmd.ts';

/** Settings of the engines of these tests. */
export const settings = { batchSize: 10, workers: 4, partSizeMb: 50, timeoutSeconds: 6 };
/** The ways to use s5cmd. */
export const modes = ['stream', 'batch'] as const;
/** A place that receives no requests: the programs of these tests do not download. */
export const nowhere = { endpoint: 'http://127.0.0.1:1', bucket: 'b', region: 'r' };

/** Folder of one test, for its program and what that downloads. */
export let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-fake-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** An engine over a shell script that stands in for s5cmd. */
export async function fakeEngine(
  mode: (typeof modes)[number],
  script: string,
  more: Partial<S5cmdOptions> = {},
): Promise<ReturnType<typeof s5cmdEngine>> {
  const binary = await fakeS5cmd(directory, script);
  return s5cmdEngine({ ...nowhere, ...settings, mode, binary, ...more });
}

/** Downloads a key into the folder of the test. */
export function getInto(engine: ReturnType<typeof s5cmdEngine>, key = 'k') {
  return engine.get({ key, path: join(directory, key) }, new AbortController().signal);
}
