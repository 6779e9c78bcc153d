import { existsSync } from 'node:fs';
import { access, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { daysBetween } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { needlessFiles, planCollection, removeNeedless, verifyFolder } from '../src/index.ts';
import { collect, config, output, zipsBelow } from './archive.ts';
import { monthsArchive } from './months-archive.ts';
import { inRecord } from './reported.ts';

const short = new Set<string>();
const missing = new Set<string>();
let archive: Simulator;
beforeAll(async () => {
  archive = await startSimulator({ source: monthsArchive({ short, missing }) });
});
beforeEach(() => {
  short.clear();
  missing.clear();
});
afterAll(() => archive.close());

const keyOf = (period: string): string => {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return `data/spot/${partition}/klines/BTCUSDT/1h/BTCUSDT-1h-${period}.zip`;
};
const august = [...daysBetween('2025-08-01', '2025-08-31')];
const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
const get = (more: object) =>
  collect({ source: { endpoint: archive.url }, planning: 'matrix', ...month, ...more });
const superseded = async () =>
  (await Array.fromAsync(needlessFiles(output, ['superseded']))).map(({ path }) => path);
const verified = (runId?: string) =>
  Array.fromAsync(verifyFolder(output, runId === undefined ? {} : { runId }), ({ status }) => status);
const held = () =>
  inRecord(async (record) => {
    const found = await record.findAll(['2025-08', ...august].map(keyOf));
    return [...found.values()].map(({ period }) => period).sort();
  });

test('of a month and all of its days the month is superseded, which only a request by name deletes', async () => {
  await get({ partition: 'daily' });
  await get({ partition: 'monthly' });
  const [zip = '', sidecar] = await superseded();
  expect(zip).toMatch(/month=08\/BTCUSDT-1h-2025-08\.zip$/);
  expect(await superseded()).toEqual([zip, sidecar]);
  expect(sidecar).toBe(`${zip}.CHECKSUM`);
  expect(await Array.fromAsync(removeNeedless(output))).toEqual([]);
  expect(await Array.fromAsync(removeNeedless(output, ['superseded']))).toHaveLength(2);
  expect(await held()).toEqual(august);
  await expect(access(join(output, zip))).rejects.toThrow('ENOENT');
  expect(await verified()).toEqual(august.map(() => 'intact'));
  expect(await superseded()).toEqual([]);
  // The next collection holds nothing twice again.
  const request = config({ source: { endpoint: archive.url }, planning: 'matrix', ...month });
  const records = await Array.fromAsync(planCollection(request, { today: '2025-10-31' }));
  expect(records.flatMap((it) => (it.kind === 'object' ? [it.change] : []))).toEqual(
    august.map(() => 'present'),
  );
});

test('a file that was deleted as superseded is not missing, until it is collected again', {
  tags: 'heavy',
}, async () => {
  await get({ partition: 'daily' });
  const monthly = await get({ partition: 'monthly' });
  await Array.fromAsync(removeNeedless(output, ['superseded']));
  expect(await verified(monthly.run_id)).toEqual([]);
  const again = await get({ partition: 'monthly', recheck: { listing_days: 0 } });
  expect(again.downloader_stats.files_downloaded).toBe(1);
  const [zip = ''] = (await zipsBelow(`${output}/bronze`)).filter((path) => path.endsWith('2025-08.zip'));
  await rm(join(output, 'bronze', zip));
  const lost = [...august.map(() => 'intact'), 'missing'];
  expect((await verified()).toSorted()).toEqual(lost);
  // A copy of the folder may give its files any time: the id of a run says when it began.
  const runs = await readdir(join(output, '_runs'));
  const pruned = runs.find((run) => !existsSync(join(output, '_runs', run, 'metadata.json'))) ?? '';
  const earlier = join(output, '_runs/20250901T000000Z-abcdef');
  await rename(join(output, '_runs', pruned), earlier);
  await utimes(join(earlier, 'manifest.ndjson'), new Date('2037-01-01'), new Date('2037-01-01'));
  expect((await verified()).toSorted()).toEqual(lost);
});

test('of a month and some of its days the days are superseded', async () => {
  await get({ partition: 'daily', date_range: { start: '2025-08-01', end: '2025-08-03' } });
  await get({ partition: 'monthly' });
  expect(await superseded()).toHaveLength(6);
  await Array.fromAsync(removeNeedless(output, ['superseded']));
  expect(await held()).toEqual(['2025-08']);
  expect(await zipsBelow(`${output}/bronze`)).toHaveLength(1);
});

test('a short month and the days that exist are both needed', async () => {
  short.add(keyOf('2025-08'));
  missing.add(keyOf('2025-08-31'));
  await get({ partition: 'daily' });
  await get({ partition: 'monthly' });
  expect(await superseded()).toEqual([]);
});

test('nothing that is not proved is superseded, or supersedes anything', async () => {
  await get({ partition: 'daily' });
  await get({ partition: 'monthly', download_checksum: false });
  expect(await superseded()).toEqual([]);
});
