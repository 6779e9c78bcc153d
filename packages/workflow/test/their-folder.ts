import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach } from 'vitest';
import { type AdoptedFile, type AdoptOptions, adoptFolder } from '../src/index.ts';
import { config, directory, key, output, zipsBelow } from './archive.ts';
import { haveCollection } from './reported.ts';

/** A folder that another tool has filled: the three files under their keys, each with its sidecar. */
export let folder = '';
export const KEYS = ['01', '02', '03'].map(key);
beforeEach(async () => {
  folder = join(directory, 'theirs');
  await haveCollection();
  for (const path of await zipsBelow(output)) {
    const name = basename(path);
    const target = join(folder, KEYS.find((each) => each.endsWith(name)) ?? name);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(output, path), target);
    await rename(join(output, `${path}.CHECKSUM`), `${target}.CHECKSUM`);
  }
  await rm(output, { recursive: true });
});

/** Adopts it, without the archive unless a test says otherwise. */
export const adopt = (options: AdoptOptions = {}, from = folder): Promise<AdoptedFile[]> =>
  Array.fromAsync(adoptFolder(from, config(), { offline: true, ...options }));

/** The status of each file by its path, or the reason why it was left alone. */
export const statuses = (files: readonly AdoptedFile[]) =>
  Object.fromEntries(files.map(({ path, status, reason }) => [path, reason ?? status]));
