import { appendFile, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { repairFolder } from '../src/index.ts';
import { collect, output, zipsBelow } from './archive.ts';
import { inRecord } from './reported.ts';
import { build, tablesBelow } from './table-builds.ts';

const loseRecord = async (): Promise<void> => {
  for (const end of ['', '-wal', '-shm']) await rm(`${recordPath(output)}${end}`, { force: true });
};
const repaired = async () => (await Array.fromAsync(repairFolder(output))).at(-1);
const partitions = async () => (await inRecord((record) => record.partitionsOf())).rows;
const trades = { data_types: ['trades'] };

test('a table that is as its manifest says is recorded again, and not built again', async () => {
  await using archive = await startSimulator({ source: syntheticSource({}) });
  await collect({ source: { endpoint: archive.url } });
  await build();
  const [before] = await partitions();
  expect((await inRecord((record) => record.findings())).rows).toEqual([]);
  await loseRecord();
  expect(await repaired()).toMatchObject({ record: 'rebuilt', files: { recorded: 3 }, tables: 1 });
  expect(await partitions()).toEqual([{ ...before, runId: expect.any(String) }]);
  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 1 });
});

test('a table in whose rows something was found is built again, unless a file of it is gone', async () => {
  await collect();
  await build();
  const found = () => inRecord((record) => record.findingCounts());
  const before = await found();
  expect(before).toMatchObject([{ rule: 'missing_rows', count: 42 }]);
  await loseRecord();
  expect(await repaired()).toMatchObject({ tables: 1 });
  expect(await found()).toEqual([]);
  expect((await build()).result).toMatchObject({ partitions: 1, rows: 30 });
  expect(await found()).toEqual(before);
  const [zip = ''] = await zipsBelow(output);
  await rm(join(output, zip));
  await loseRecord();
  expect(await repaired()).toMatchObject({ tables: 1 });
  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 1 });
  expect(await partitions()).toMatchObject([{ rows: 30 }]);
});

test('a table that has changed, and what a wrong manifest names, is left to the next build', {
  tags: 'heavy',
}, async () => {
  await collect(trades);
  const { result } = await build();
  const [first = ''] = await tablesBelow(output);
  await writeFile(join(output, first), 'damaged');
  await appendFile(result.manifest, '{"path":"../../elsewhere"}\n');
  await loseRecord();
  expect(await repaired()).toMatchObject({ tables: 2 });
  expect((await build()).result).toMatchObject({ failed_months: 0, failures: [] });
  expect(await partitions()).toHaveLength(3);
});

test('without a manifest, tables say themselves what they were made of, and are not built again', async () => {
  await using archive = await startSimulator({ source: syntheticSource({}) });
  await collect({ source: { endpoint: archive.url } });
  await collect({ ...trades, source: { endpoint: archive.url } });
  const { result } = await build();
  const before = await partitions();
  await loseRecord();
  await rm(result.manifest);
  expect(await repaired()).toMatchObject({ record: 'rebuilt', tables: 4 });
  const unsaid = { runId: expect.any(String), builtAt: expect.any(Number) };
  expect(await partitions()).toEqual(before.map((partition) => ({ ...partition, ...unsaid })));
  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 4 });
});

test('a table whose place is blocked keeps no other from being recorded with what was found in it', {
  tags: 'heavy',
}, async () => {
  await collect(trades);
  await build();
  const [first = '', ...others] = await tablesBelow(output);
  await rm(join(output, first));
  await mkdir(join(output, first));
  await loseRecord();
  expect(await repaired()).toMatchObject({ tables: 2 });
  expect((await partitions()).map(({ path }) => path)).toEqual(others);
  // What the manifest counts of their rows is found again.
  expect((await build()).result).toMatchObject({ failed_months: 1, up_to_date: 0 });
});

test('a file that is not what its place says, and one that says nothing, are left to the next build', {
  tags: 'heavy',
}, async () => {
  await collect(trades);
  const { result } = await build();
  const [first = '', second = '', third = ''] = await tablesBelow(output);
  await copyFile(join(output, second), join(output, first));
  await writeFile(join(output, third), 'no Parquet');
  await loseRecord();
  await rm(result.manifest);
  expect(await repaired()).toMatchObject({ tables: 1 });
  expect(await partitions()).toMatchObject([{ path: second, rows: 10 }]);
  expect((await build()).result).toMatchObject({ partitions: 2, up_to_date: 1 });
});
