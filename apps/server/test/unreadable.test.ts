import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, data, serve } from './service.ts';

test('an output directory whose record cannot be read is named with the reason, to those who may see it', async () => {
  const record = recordPath(join(data, 'newer'));
  await openCatalog(record).close();
  const database = new DatabaseSync(record);
  database.exec('PRAGMA user_version = 9999');
  database.close();
  const foreign = recordPath(join(data, 'foreign'));
  await mkdir(dirname(foreign), { recursive: true });
  await writeFile(foreign, 'a file of somewhere else, which was never a record. '.repeat(9));
  const [all, other] = [newToken('all', 'read'), newToken('other', 'read', ['btc'])];
  await serve({ tokens: [all.kept, other.kept], onError: () => {} });
  const listed = async (token: string) =>
    (await call('GET', '/v1/outputs', undefined, { authorization: `Bearer ${token}` })).body;
  const { rows, unreadable } = await listed(all.token);
  expect(rows).toEqual([]);
  expect(unreadable).toEqual([
    {
      name: 'newer',
      code: 'catalog_newer',
      message: 'newer/.tapehaul/catalog.db was made by a newer tapehaul (schema 9999)',
      hint: 'Update tapehaul, or use another output directory.',
    },
  ]);
  expect(await listed(other.token)).toEqual({ rows: [], unreadable: [] });
});
