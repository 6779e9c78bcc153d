import { expect, test } from 'vitest';
import { verifyTables } from '../src/index.ts';
import { output } from './archive.ts';
import { publish, served, trades } from './published-days.ts';
import { inRecord } from './reported.ts';
import { build } from './table-builds.ts';

const midnight = Date.parse('2025-07-01T00:00:00Z');

test.each([
  ['the first one above 53 bits', ['1', '9007199254740992'], [1, null]],
  ['the largest of 64 bits', ['9223372036854775806', '9223372036854775807'], [null, null]],
  ['the least of 64 bits', ['-9223372036854775807', '5'], [null, 5]],
])('ids that are broken, such as %s, stop no build and spoil no record', async (_, ids, ends) => {
  const lines = ids.map((id, at) => `${id},60000.5,0.002,${id},${id},${midnight + at * 1_000},true`);
  await publish('2025-07-01', lines);
  await publish('2025-07-02', trades('2025-07-02', 51, 5));
  await using archive = await served();
  await archive.collectDay('2025-07-01');
  await archive.collectDay('2025-07-02');
  expect((await build()).result).toMatchObject({ error: null, failures: [], partitions: 2, rows: 7 });
  expect((await build()).result).toMatchObject({ error: null, partitions: 0, up_to_date: 2 });
  const { rows } = await inRecord((record) => record.partitionsOf());
  expect(rows.map(({ firstId, lastId }) => [firstId, lastId])).toEqual([ends, [51, 55]]);
  const statuses = await Array.fromAsync(verifyTables(output), ({ status }) => status);
  expect(statuses).toEqual(['intact', 'intact']);
});
