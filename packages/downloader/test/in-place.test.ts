import { readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DownloadRequest, HeldObject, Outcome } from '../src/index.ts';
import { sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest } from './bench.ts';

const KEY = 'data/a.zip';
const SIDECAR = `${KEY}.CHECKSUM`;
const bench = benchOfEachTest();
/** A record in which an outcome is held. */
const recordOf = (one: HeldObject) => ({ find: async (key: string) => (key === KEY ? one : undefined) });
const LATER = new Date(Date.now() + 3_600_000).toISOString();
const EARLIER = '2020-01-01T00:00:00.000Z';

/** Gets the object in place, where wanted without a sidecar anywhere, and forgets what was requested of the engine for that. */
async function inPlace(options: { readonly checksum?: boolean } = {}): Promise<Outcome> {
  if (options.checksum === false) bench().engine.answers(KEY, zip());
  else bench().engine.has(KEY);
  const first = await (await bench().open(options)).get({ key: KEY });
  bench().engine.requested.splice(0);
  return first;
}

describe('a newer version upstream is fetched', () => {
  test.each<[string, Omit<DownloadRequest, 'key'>, Partial<HeldObject>, boolean]>([
    ['where its size differs', { size: 1 }, {}, true],
    ['where its ETag differs', { etag: 'f' }, {}, true],
    ['where its sidecar was changed later', { sidecarModified: LATER }, {}, true],
    ['where it was changed later and no ETag is recorded', { lastModified: LATER }, { etag: null }, true],
    ['but not where its ETag is the same', { etag: 'e', lastModified: LATER }, {}, false],
    ['but not where it was changed earlier', { lastModified: EARLIER }, { etag: null }, false],
    ['but not where its sidecar is gone', { sidecarModified: null }, {}, false],
  ])('%s', async (_, listed, recorded, isFetched) => {
    const first = await inPlace();
    const held = recordOf({ ...first, ...recorded });
    const downloader = await bench().open({ held });
    expect((await downloader.inPlace({ key: KEY, ...listed })) === undefined).toBe(isFetched);
    const { status } = await downloader.get({ key: KEY, ...listed });
    expect(status).toBe(isFetched ? 'downloaded' : 'cached');
    expect(bench().engine.times(KEY) > 0).toBe(isFetched);
  });
});

describe('the version before', () => {
  const newer = { key: KEY, etag: 'f', keepOldAs: 'old/a.zip' };

  test('is kept with its sidecar where that is requested', async () => {
    const first = await inPlace();
    const old = await readFile(first.target);
    const content = bench().engine.has(KEY, zip(200));
    const outcome = await (await bench().open({ held: recordOf(first) })).get(newer);
    expect(outcome).toMatchObject({ status: 'downloaded', keptOldAs: 'old/a.zip', bytes: content.length });
    expect(await readFile(first.target)).toEqual(content);
    expect(await readFile(join(bench().root, 'old/a.zip'))).toEqual(old);
    expect(await readFile(join(bench().root, 'old/a.zip.CHECKSUM'), 'utf8')).toBe(sidecar(KEY, old));
  });

  test('is not kept where the new one is the same, or where it is not what was recorded', async () => {
    const first = await inPlace();
    const same = await (await bench().open({ held: recordOf(first) })).get(newer);
    expect(same).toMatchObject({ status: 'downloaded', keptOldAs: null });
    bench().engine.has(KEY, zip(200));
    const other = recordOf({ ...same, mtimeMs: same.mtimeMs - 1 });
    expect((await (await bench().open({ held: other, force: true })).get(newer)).keptOldAs).toBeNull();
    expect(await bench().files('old')).toEqual([]);
  });

  test('is overwritten where nothing else is requested, and its sidecar goes where the new one has none', async () => {
    const first = await inPlace();
    const content = zip(200);
    bench().engine.answers(KEY, content);
    bench().engine.answers(SIDECAR);
    const outcome = await (await bench().open({ held: recordOf(first) })).get({ key: KEY, etag: 'f' });
    expect(outcome).toMatchObject({ status: 'unverified', keptOldAs: null });
    expect(await bench().files()).toEqual([KEY]);
    expect(await readFile(first.target)).toEqual(content);
  });

  test.each(['../a.zip', '.tapehaul/a.zip', 'old//a.zip'])('is never kept at %s', async (keepOldAs) => {
    await inPlace();
    const { status, error } = await (await bench().open()).get({ ...newer, keepOldAs });
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'key_invalid' });
    expect(await bench().files('data')).toHaveLength(2);
  });
});

describe('a file that is not as recorded', () => {
  test('but has the digest of the sidecar beside it is taken over without a request', async () => {
    const first = await inPlace();
    await utimes(first.target, 1_000, 1_000);
    const outcome = await (await bench().open({ held: recordOf(first) })).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'cached', proof: 'sidecar', mtimeMs: 1_000_000, attempts: 0 });
    expect(bench().engine.requested).toEqual([]);
  });

  test('is proved by the sidecar of the archive where none stands beside it, which then does', async () => {
    const first = await inPlace();
    await rm(`${first.target}.CHECKSUM`);
    const outcome = await (await bench().open()).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'cached', proof: 'sidecar', sha256: first.sha256 });
    expect(bench().engine.requested).toEqual([SIDECAR]);
    expect(await bench().files()).toEqual([KEY, SIDECAR]);
  });

  test.each<[string, (path: string) => Promise<void>]>([
    ['is shorter', (path) => truncate(path, 10)],
    ['is empty', (path) => truncate(path, 0)],
    ['has other bytes', async (path) => writeFile(path, Buffer.alloc((await readFile(path)).length, 1))],
    ['has a sidecar of something else beside it', (path) => writeFile(`${path}.CHECKSUM`, 'no digest')],
    ['has a large file in place of its sidecar', (path) => writeFile(`${path}.CHECKSUM`, 'a'.repeat(5_000))],
  ])('and %s ends with the bytes and the sidecar of the archive', async (_, damage) => {
    const first = await inPlace();
    const content = await readFile(first.target);
    await damage(first.target);
    await utimes(first.target, 1_000, 1_000);
    const outcome = await (await bench().open({ held: recordOf(first) })).get({ key: KEY });
    expect(outcome.error).toBeNull();
    expect(await readFile(first.target)).toEqual(content);
    expect(await readFile(`${first.target}.CHECKSUM`, 'utf8')).toBe(sidecar(KEY, content));
  });
});

describe('a file that was recorded without a proof', () => {
  test('is proved once the archive has a sidecar, and fetched neither then nor before', async () => {
    const first = await inPlace({ checksum: false });
    expect(first).toMatchObject({ status: 'downloaded', proof: 'none' });
    const held = recordOf(first);
    const downloader = await bench().open({ held });
    expect(await downloader.inPlace({ key: KEY })).toBeUndefined();
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached', proof: 'none' });
    bench().engine.has(KEY);
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached', proof: 'sidecar' });
    expect(bench().engine.times(KEY)).toBe(0);
  });

  test('is in place where no proof is wanted; one that is not recorded is fetched', async () => {
    const first = await inPlace({ checksum: false });
    const recorded = await bench().open({ checksum: false, held: recordOf(first) });
    expect(await recorded.get({ key: KEY })).toMatchObject({ status: 'cached', proof: 'none' });
    expect(bench().engine.requested).toEqual([]);
    const unknown = await bench().open({ checksum: false });
    expect(await unknown.get({ key: KEY })).toMatchObject({ status: 'downloaded', proof: 'none' });
    expect(bench().engine.requested).toEqual([KEY]);
  });
});

test('a file that is not recorded is fetched where sidecars prove nothing, also beside its own', async () => {
  await inPlace();
  const outcome = await (await bench().open({ checksum: false })).get({ key: KEY });
  expect(outcome).toMatchObject({ status: 'downloaded', proof: 'none' });
  expect(bench().engine.requested).toEqual([KEY]);
});

test('what a caller says is held goes before the record', async () => {
  const first = await inPlace({ checksum: false });
  const downloader = await bench().open({ checksum: false, held: recordOf(first) });
  expect(await downloader.get({ key: KEY, held: null })).toMatchObject({ status: 'downloaded' });
  const none = await bench().open({ checksum: false });
  const now = await none.get({ key: KEY });
  expect(await none.inPlace({ key: KEY }, now)).toMatchObject({ status: 'cached' });
  expect(await none.get({ key: KEY, held: now })).toMatchObject({ status: 'cached' });
});
