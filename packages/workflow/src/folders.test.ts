import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adoptFolder, planCollection, verifyFolder } from './index.ts';

let folder = '';
let config: CollectionConfig;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-folders-'));
  config = parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['trades'],
    planning: 'matrix',
    date_range: { start: '2025-07-01', end: '2025-07-15' },
    output_directory: join(folder, 'output'),
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Walk = (path: string, options?: { signal?: AbortSignal }) => AsyncIterable<unknown>;
const verify: Walk = (path, options) => verifyFolder(path, options);
const adopt: Walk = (path, options) => adoptFolder(path, config, { offline: true, ...options });
const planned: Walk = (_, options) => planCollection(config, options);

describe.each([
  ['verifyFolder', verify],
  ['adoptFolder', adopt],
])('%s', (_, walk) => {
  test('refuses a folder that does not exist, and a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(Array.fromAsync(walk(join(folder, 'typo')))).rejects.toMatchObject({
      code: 'config_invalid',
      message: `there is no directory ${join(folder, 'typo')}`,
      hint: expect.stringMatching(/^(Give|Pass) the /),
    });
    await expect(Array.fromAsync(walk(join(folder, 'file')))).rejects.toMatchObject({
      code: 'config_invalid',
      message: `${join(folder, 'file')} is not a directory`,
    });
  });
});

test.each([
  ['verifyFolder', verify],
  ['adoptFolder', adopt],
  ['planCollection', planned],
])('%s says that it was stopped before it began', async (_, walk) => {
  const all = Array.fromAsync(walk(folder, { signal: AbortSignal.abort() }));
  await expect(all).rejects.toMatchObject({ code: 'cancelled' });
});

test.each([
  ['verifyFolder', verify],
  ['planCollection', planned],
])('%s says that it was stopped on the way', async (_, walk) => {
  const names = Array.from({ length: 100 }, (_, index) => `${index}.zip`);
  await Promise.all(names.map((name) => writeFile(join(folder, name), name)));
  const stop = new AbortController();
  const some = async () => {
    for await (const _ of walk(folder, { signal: stop.signal })) stop.abort();
  };
  await expect(some()).rejects.toMatchObject({ code: 'cancelled' });
});
