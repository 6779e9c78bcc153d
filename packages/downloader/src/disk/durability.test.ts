import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DurabilityGroup } from './durability.ts';

const MIB = 2 ** 20;
const { PATH } = process.env;
let folder = '';
let group: DurabilityGroup;

/** A `sync` that notes each call, in the place of the machine's. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-durable-'));
  const program = join(folder, 'sync');
  await writeFile(program, `#!/bin/sh\necho synced >> '${folder}/calls'\n`);
  await chmod(program, 0o755);
  process.env.PATH = [folder, PATH].join(delimiter);
  group = new DurabilityGroup(folder, 'group');
});
afterEach(async () => {
  process.env.PATH = PATH;
  await group.close();
  await rm(folder, { recursive: true, force: true });
});

const syncs = async (): Promise<number> =>
  (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n').length;

/** Adds files of these sizes at once, and resolves when all are durable. */
const addAll = (sizes: readonly number[]): Promise<unknown> =>
  Promise.all(sizes.map((bytes, index) => group.add(join(folder, `${index}`), undefined, bytes)));

test.skipIf(process.platform !== 'linux')('files that join at once are synced together', async () => {
  await addAll([MIB, MIB, 0, MIB]);
  expect(await syncs()).toBe(1);
});

test.skipIf(process.platform !== 'linux')(
  'large files are synced while the next ones come, which fill the next group meanwhile',
  async () => {
    await addAll([40 * MIB, 24 * MIB, 17 * MIB, 17 * MIB, 17 * MIB, 17 * MIB]);
    expect(await syncs()).toBe(2);
  },
);
