import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { tableThread } from '../../table-thread.mjs';
import { building } from './building.ts';
import { ALL_HOURS, candles, HOURS, orderOf, sourceOf } from './month-files.ts';

const lake = building();

test('threads start from a bundle as they do from sources, and keep no process alive', async () => {
  const cache = join(import.meta.dirname, '../../../../node_modules/.cache');
  await mkdir(cache, { recursive: true });
  // Below the packages, so that the bundle finds DuckDB, which cannot be bundled.
  const dir = await mkdtemp(join(cache, 'tapehaul-bundle-'));
  try {
    const bundle = await rolldown({
      input: join(import.meta.dirname, 'bundled-child.ts'),
      platform: 'node',
      plugins: [tableThread],
      external: [/^@duckdb\//],
      resolve: { conditionNames: ['@tapehaul/source', 'node', 'import', 'default'] },
    });
    await bundle.write({
      dir,
      format: 'esm',
      entryFileNames: 'main.mjs',
      chunkFileNames: 'parts/[name].mjs',
    });
    const source = await sourceOf(lake.folder, HOURS, '2025-07', candles('2025-07-01', ALL_HOURS));
    const order = orderOf(lake.folder, HOURS, [source], ['2025-07']);
    const path = join(lake.folder, 'order.json');
    await writeFile(path, JSON.stringify(order));
    const { stdout } = await execa(process.execPath, [
      join(dir, 'main.mjs'),
      path,
      join(lake.folder, 'spill'),
    ]);
    const { built } = await lake.build(order);
    expect(stdout.split('\n').map((line) => JSON.parse(line))).toEqual(built);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
