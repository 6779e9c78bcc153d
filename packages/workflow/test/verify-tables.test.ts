import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { beforeEach, expect, test } from 'vitest';
import { type VerifiedTable, type VerifyOptions, verifyTables } from '../src/index.ts';
import { collect, output } from './archive.ts';
import { inRecord } from './reported.ts';
import { build, forget } from './table-builds.ts';

const dayOf = (day: string): string =>
  `silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-07-${day}/BTCUSDT-trades-2025-07-${day}.parquet`;
const keyOf = (day: string): string => `data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-07-${day}.zip`;

const verified = (options?: VerifyOptions): Promise<VerifiedTable[]> =>
  Array.fromAsync(verifyTables(output, options));
const statuses = async (options?: VerifyOptions) =>
  (await verified(options)).map(({ status, not_rebuilt }) => not_rebuilt ?? status);
const damage = (path: string) => writeFile(join(output, path), 'damaged');

beforeEach(async () => {
  await collect({ data_types: ['trades'] });
});

test('tables are intact with the digest that is recorded, and what is not is built again by the next build', async () => {
  expect(await verified()).toEqual([]);
  await build();
  const whole = await readFile(join(output, dayOf('02')));
  const recorded = await inRecord((record) => record.findPartition(dayOf('02')));
  expect(await statuses()).toEqual(['intact', 'intact', 'intact']);
  expect((await verified())[1]).toEqual({
    kind: 'verified_table',
    path: dayOf('02'),
    series: 'spot/trades/BTCUSDT',
    period: '2025-07-02',
    status: 'intact',
    expected: recorded?.sha256,
    sha256: recorded?.sha256,
    not_rebuilt: null,
    error: null,
  });
  await damage(dayOf('02'));
  await rm(join(output, dayOf('03')));
  expect(await statuses()).toEqual(['intact', 'changed', 'missing']);
  expect((await build()).result).toMatchObject({ partitions: 2, up_to_date: 1 });
  expect(await readFile(join(output, dayOf('02')))).toEqual(whole);
  expect(await statuses({ deep: true })).toEqual(['intact', 'intact', 'intact']);
});

test('the manifest says of a table that is not as it was built that it has no identity, until it is built again', {
  tags: 'heavy',
}, async () => {
  await build();
  const identities = async (): Promise<readonly string[]> =>
    (await readFile(join(output, '.tapehaul/tables/manifest.ndjson'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).identity);
  const before = await identities();
  await damage(dayOf('02'));
  await verified();
  expect(await identities()).toEqual([before[0], '0'.repeat(64), before[2]]);
  await build();
  expect(await identities()).toEqual(before);
  // As if a build was in progress: it writes the manifest at its end.
  await rm(join(output, '.tapehaul/tables/manifest.ndjson'));
  await damage(dayOf('02'));
  await verified();
  await expect(identities()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('files that nothing names, and what is no file, are reported; none are for a run or outside of a subset', {
  tags: 'heavy',
}, async () => {
  await build();
  const strange = join(output, dirname(dayOf('01')), 'notes.json');
  await writeFile(strange, '{}');
  await mkdir(join(output, 'silver/mine'), { recursive: true });
  await writeFile(join(output, 'silver/mine/file.parquet'), '');
  await rm(join(output, dayOf('03')));
  await mkdir(join(output, dayOf('03')));
  const found = await verified();
  expect(found.map(({ status }) => status)).toEqual(['intact', 'intact', 'unreadable', 'unknown']);
  expect(found[2]?.error?.code).toBe('target_blocked');
  expect(found[3]).toMatchObject({ path: `${dirname(dayOf('01'))}/notes.json`, series: null });
  expect(await verified({ runId: 'any' })).toEqual([]);
  const parts = await Promise.all([1, 2].map((part) => statuses({ subset: { part, of: 2 } })));
  expect(parts.flat().filter((status) => status === 'intact')).toHaveLength(2);
  expect(parts.flat().filter((status) => status === 'not_read').length).toBeGreaterThan(1);
});

test('without a record tables are compared with their manifest', async () => {
  await build();
  await damage(dayOf('01'));
  for (const end of ['', '-wal', '-shm']) await rm(`${recordPath(output)}${end}`, { force: true });
  expect(await statuses()).toEqual(['changed', 'intact', 'intact']);
  expect(await statuses({ deep: true })).toEqual(['changed', 'no_record', 'no_record']);
  await rm(join(output, '.tapehaul/tables/manifest.ndjson'));
  expect(await statuses()).toEqual(['unknown', 'unknown', 'unknown']);
});

test('a deep check finds a table that its sources do not give, and says of which it cannot know', async () => {
  await build();
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('tapehaul-verify-'));
  // As a fault of the writer would leave it: the record has the digest of what was written.
  const path = dayOf('02');
  const wrong = await readFile(join(output, dayOf('01')));
  const [wanted, other] = await inRecord(async (record) => [
    await record.findPartition(path),
    await record.findPartition(dayOf('01')),
  ]);
  if (wanted === undefined || other === undefined) throw new RangeError(path);
  await writeFile(join(output, path), wrong);
  const catalog = openCatalog(recordPath(output));
  await catalog.startRun({ runId: 'writer', flow: 'table-build', parameters: null });
  catalog.recordPartition({ ...wanted, sha256: other.sha256, runId: 'writer' }, []);
  catalog.endRun('writer', 'Completed', null);
  await catalog.close();
  expect(await statuses()).toEqual(['intact', 'intact', 'intact']);
  await forget(keyOf('01'));
  const zip = await inRecord((record) => record.find(keyOf('03')));
  const bytes = await readFile(join(output, zip?.path ?? ''));
  await rm(join(output, zip?.path ?? ''));
  expect(await statuses({ deep: true })).toEqual(['sources_gone', 'broken', 'sources_changed']);
  await writeFile(join(output, zip?.path ?? ''), bytes);
  expect((await build()).result).toMatchObject({ partitions: 1, up_to_date: 1, without_sources: 1 });
  expect(await statuses({ deep: true })).toEqual(['sources_gone', 'intact', 'intact']);
  const after = (await readdir(tmpdir())).filter((name) => name.startsWith('tapehaul-verify-'));
  expect(after).toEqual(before);
});

test('is refused where there is no directory, and stops when its signal aborts', {
  tags: 'heavy',
}, async () => {
  await expect(Array.fromAsync(verifyTables(join(output, 'none')))).rejects.toMatchObject({
    code: 'config_invalid',
  });
  await build();
  await expect(verified({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  const stop = new AbortController();
  const tables = verifyTables(output, { signal: stop.signal, deep: true });
  expect((await tables.next()).done).toBe(false);
  stop.abort();
  await expect(Array.fromAsync(tables)).rejects.toMatchObject({ code: 'cancelled' });
});
