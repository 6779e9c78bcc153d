import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { ALL_HOURS, candles, HOURS, orderOf, sourceOf } from './month-files.ts';

const lake = building();

test('a build that is killed before it publishes leaves nothing that readers find, and the next one builds it', async () => {
  const source = await sourceOf(lake.folder, HOURS, '2025-07', candles('2025-07-01', ALL_HOURS));
  const order = orderOf(lake.folder, HOURS, [source], ['2025-07']);
  const path = join(lake.folder, 'order.json');
  await writeFile(path, JSON.stringify(order));
  const child = join(import.meta.dirname, 'killed-child.ts');
  const killed = await execa(process.execPath, ['--conditions=@tapehaul/source', child, path, lake.folder], {
    reject: false,
  });
  expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  expect(existsSync(join(lake.root, 'silver'))).toBe(false);
  expect(await readdir(order.staging)).toHaveLength(1);

  const { built } = await lake.build(order);
  expect(await readByHyparquet(join(lake.root, built[0]?.path ?? ''))).toHaveLength(24);
});
