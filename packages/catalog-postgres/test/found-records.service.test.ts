import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';

const database = recordDatabase();

test('records that are searched for at once are each found', async () => {
  const records = postgresRecords(database.url);
  const roots = Array.from({ length: 40 }, (_, at) => `/found/${at}`);
  const made = roots.filter((_, at) => at % 3 === 0);
  for (const root of made) await (await records.open(root)).close();
  const found = await Promise.all([...roots, ...roots].map((root) => records.find(root)));
  expect(found.map((it) => it !== undefined)).toEqual(
    [...roots, ...roots].map((root) => made.includes(root)),
  );
  expect(new Set(found.filter((it) => it !== undefined).map(({ id }) => id)).size).toBe(made.length);
});

test('a search that fails fails for each of them', async () => {
  const records = postgresRecords(database.url.replace(/:\d+\//, ':1/'));
  const found = await Promise.allSettled(['/a', '/b'].map((root) => records.find(root)));
  expect(found).toMatchObject(Array(2).fill({ status: 'rejected', reason: { code: 'catalog_failed' } }));
});
