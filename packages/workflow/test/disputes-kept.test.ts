import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { everyRow } from '@tapehaul/catalog';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import {
  acceptDisputes,
  needlessFiles,
  rejectDisputes,
  removeNeedless,
  repairFolder,
  verifyFolder,
} from '../src/index.ts';
import { output, zipsBelow } from './archive.ts';
import { collectDisputed, digest, KEY, publishDigest, upstream } from './disputed-archive.ts';
import { inRecord } from './reported.ts';

const accept = () =>
  Array.fromAsync(acceptDisputes(output, { names: [KEY], by: 'ann', reason: 'rows agree' }));
const disputes = () => inRecord((record) => Array.fromAsync(everyRow(record.disputes())));
const stateOfDay = () =>
  inRecord(async (record) => {
    const series = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' };
    return (await record.explainDay(series, '2025-07-02')).state;
  });
const quarantined = (): Promise<string[]> => zipsBelow(join(output, '.tapehaul/quarantine'));

/** Loses the record, and rebuilds it. */
async function repaired() {
  for (const end of ['', '-wal', '-shm']) await rm(`${recordPath(output)}${end}`, { force: true });
  return (await Array.fromAsync(repairFolder(output))).at(-1);
}

test('a repair keeps an accepted file as accepted, with who, when and why; later runs leave it alone', async () => {
  await collectDisputed();
  await accept();
  const [before] = await disputes();
  expect(await repaired()).toMatchObject({ files: { recorded: 3 } });
  const [after] = await disputes();
  const { decidedBy, decidedAt, reason, sha256, publishedSha256, path } = before ?? {};
  expect(after).toMatchObject({
    key: KEY,
    state: 'accepted',
    ...{ decidedBy, decidedAt, reason, sha256, publishedSha256, path },
  });
  expect(await inRecord((record) => record.find(KEY))).toMatchObject({ proof: 'accepted', sha256 });
  expect(await stateOfDay()).toBe('accepted');
  const { result, status, row } = await collectDisputed();
  expect([result.exit_code, status]).toEqual([0, 'cached']);
  expect(row).toMatchObject({ verdict: 'accepted', accepted: { by: 'ann', reason: 'rows agree' } });
  // Repaired twice in a row it is the same, from the manifest of that run.
  await repaired();
  expect((await disputes())[0]).toMatchObject({ state: 'accepted', decidedBy: 'ann' });
});

test('a repair finds open disputes in the quarantine: they can be decided about, and are not new to the next run', async () => {
  await collectDisputed();
  const [before] = await disputes();
  expect(await repaired()).toMatchObject({ files: { recorded: 2, disputed: 1 } });
  const { sha256, publishedSha256, quarantinePath, bytes, path } = before ?? {};
  expect(await disputes()).toMatchObject([
    { key: KEY, state: 'open', sha256, publishedSha256, quarantinePath, bytes, path },
  ]);
  expect(await stateOfDay()).toBe('disputed');
  const { result } = await collectDisputed();
  expect(result).toMatchObject({ exit_code: 0, disputes: [{ key: KEY, is_new: false }] });
  expect((await collectDisputed()).result.exit_code).toBe(0);
  await repaired();
  expect(await accept()).toMatchObject([{ status: 'accepted', key: KEY }]);
  const verified = await Array.fromAsync(verifyFolder(output), ({ status }) => status);
  expect(new Set(verified)).toEqual(new Set(['intact']));
});

test('without any run beside the data, a dispute that a repair has found can be decided about, too', {
  tags: 'heavy',
}, async () => {
  await collectDisputed();
  await rm(join(output, '_runs'), { recursive: true });
  await repaired();
  expect(await accept()).toMatchObject([{ status: 'accepted', key: KEY, error: null }]);
  await repaired();
  const rejected = rejectDisputes(output, { names: [KEY] });
  expect(await Array.fromAsync(rejected)).toMatchObject([{ status: 'rejected' }]);
  expect((await zipsBelow(join(output, 'bronze'))).filter((zip) => zip.includes('07-02'))).toEqual([]);
});

/** Damages the log in the record, and repairs that. */
async function repairedFromDamaged() {
  const database = new DatabaseSync(recordPath(output));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const page = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'logs'").get()?.rootpage;
  const size = database.prepare('PRAGMA page_size').get()?.page_size;
  database.close();
  const handle = openSync(recordPath(output), 'r+');
  writeSync(handle, Buffer.alloc(Number(size), 0x5a), 0, undefined, (Number(page) - 1) * Number(size));
  closeSync(handle);
  return (await Array.fromAsync(repairFolder(output))).at(-1);
}

test('who accepted a file, and why, is read from a damaged record where no manifest says so', {
  tags: 'heavy',
}, async () => {
  await collectDisputed();
  await accept();
  const [before] = await disputes();
  await rm(join(output, '_runs'), { recursive: true });
  expect(await repairedFromDamaged()).toMatchObject({ record: 'rebuilt', files: { recorded: 3 } });
  expect(await disputes()).toEqual([before]);
  expect(await stateOfDay()).toBe('accepted');
  expect((await collectDisputed()).status).toBe('cached');
});

test('open disputes are read from a damaged record: their files are not fetched again, also where none was kept', async () => {
  const listing = { planning: 'listing', recheck: { listing_days: 0 } };
  await collectDisputed(listing);
  const [before] = await disputes();
  expect(await repairedFromDamaged()).toMatchObject({ files: { recorded: 2, disputed: 1 } });
  expect(await disputes()).toEqual([before]);
  expect(await collectDisputed(listing)).toMatchObject({ status: 'disputed', methods: [] });
  await rm(join(output, '.tapehaul/quarantine'), { recursive: true });
  expect(await repairedFromDamaged()).toMatchObject({ files: { recorded: 2 } });
  expect(await disputes()).toMatchObject([{ key: KEY, state: 'open', quarantinePath: null }]);
  expect(await stateOfDay()).toBe('disputed');
  expect(await collectDisputed(listing)).toMatchObject({ status: 'disputed', methods: [] });
});

test('what a later file has settled is no dispute after a repair', { tags: 'heavy' }, async () => {
  await collectDisputed();
  const [kept = ''] = await quarantined();
  await publishDigest();
  await collectDisputed();
  expect(existsSync(join(output, '.tapehaul/quarantine', kept))).toBe(true);
  expect(await repaired()).toMatchObject({ files: { recorded: 3 } });
  expect(await disputes()).toEqual([]);
});

test('files of open disputes are kept unless they are named by their kind, and cannot be accepted any more then', {
  tags: 'heavy',
}, async () => {
  await collectDisputed();
  const [zip = ''] = await quarantined();
  const found = await Array.fromAsync(needlessFiles(output), ({ kind, path }) => [kind, path]);
  const path = `.tapehaul/quarantine/${zip}`;
  expect(found.toSorted()).toEqual([
    ['disputed', path],
    ['disputed', `${path}.CHECKSUM`],
  ]);
  expect(await Array.fromAsync(removeNeedless(output))).toEqual([]);
  expect(await Array.fromAsync(removeNeedless(output, ['quarantined']))).toEqual([]);
  expect(await quarantined()).toEqual([zip]);
  expect(await Array.fromAsync(removeNeedless(output, ['disputed']))).toHaveLength(2);
  expect(await quarantined()).toEqual([]);
  expect(await disputes()).toMatchObject([{ state: 'open', quarantinePath: null }]);
  expect(await accept()).toMatchObject([{ status: 'failed', error: { code: 'checksum_disputed' } }]);
  expect(digest(await upstream())).toBe((await disputes())[0]?.sha256);
});

test('a file in the quarantine that is not disputed any more is deleted as before', async () => {
  await collectDisputed();
  await publishDigest();
  await collectDisputed();
  const kinds = await Array.fromAsync(needlessFiles(output), ({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['quarantined']));
  await Array.fromAsync(removeNeedless(output));
  expect(await quarantined()).toEqual([]);
});
