import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { failedOf, setUp } from './set-up.ts';

describe.concurrent('a set-up', () => {
  test('without a configuration file is refused', async () => {
    const { path, run } = await setUp();
    await rm(path);
    await expect(run()).rejects.toMatchObject({ code: 'config_unreadable' });
  });

  test('whose file is no JSON fails in the configuration; where files go is not known then', {
    tags: 'heavy',
  }, async () => {
    const { path, run } = await setUp();
    await writeFile(path, '{ "markets": [');
    const names = failedOf(await run()).map(({ point }) => point);
    expect(names).toEqual(['flow_configuration', 'storage_interface']);
  });
});
