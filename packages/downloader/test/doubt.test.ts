import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zeros, zipOf } from '@tapehaul/testkit/hostile';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/index.ts';
import { sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest, failure } from './bench.ts';

const KEY = 'data/a.zip';
const SIDECAR = `${KEY}.CHECKSUM`;
const bench = benchOfEachTest();
const quarantined = () => bench().files('.tapehaul/quarantine');
const staged = () => bench().files('.tapehaul/staging');

/** Lets the archive contradict itself: the sidecar is of other bytes than these. */
function dispute(content: Buffer = zip(101)): Buffer {
  bench().engine.has(KEY);
  bench().engine.answers(KEY, content);
  return content;
}

describe('a dispute', () => {
  test('has both digests in its error, and both files in the quarantine', async () => {
    const content = dispute();
    const { error, sha256, proof, bytes } = await (await bench().open()).get({ key: KEY });
    expect({ sha256, proof, bytes }).toEqual({ sha256: null, proof: 'none', bytes: 0 });
    expect(error?.facts).toMatchObject({
      key: KEY,
      expected: sidecar(KEY, zip()).slice(0, 64),
      found: sidecar(KEY, content).slice(0, 64),
    });
    expect(error?.hint).toContain('.tapehaul/quarantine');
    expect(await quarantined()).toEqual([KEY, SIDECAR]);
    expect(await readFile(join(bench().root, '.tapehaul/quarantine', KEY))).toEqual(content);
    expect(await staged()).toEqual([]);
  });

  test('of a file too large for memory moves it there, out of staging', async () => {
    const large = { ...zeros('a.csv', 2 ** 20), method: 0, data: Buffer.alloc(2 ** 20) };
    const content = dispute(zipOf([large]));
    const { error } = await (await bench().open()).get({ key: KEY });
    expect(error?.code).toBe('checksum_disputed');
    expect(await readFile(join(bench().root, '.tapehaul/quarantine', KEY))).toEqual(content);
    expect(await staged()).toEqual([]);
  });

  test('leaves what is in place as it is', async () => {
    const content = bench().engine.has(KEY);
    const first = await (await bench().open()).get({ key: KEY });
    bench().engine.answers(KEY, zip(101));
    const { status } = await (await bench().open({ force: true })).get({ key: KEY });
    expect(status).toBe('failed');
    expect(await readFile(first.target)).toEqual(content);
    expect(await readFile(`${first.target}.CHECKSUM`, 'utf8')).toBe(sidecar(KEY, content));
  });

  test('is still one where the quarantine cannot be written, and says so', async () => {
    dispute();
    await mkdir(join(bench().root, '.tapehaul'));
    await writeFile(join(bench().root, '.tapehaul/quarantine'), 'a file');
    const { error } = await (await bench().open()).get({ key: KEY });
    expect(error?.code).toBe('checksum_disputed');
    expect(error?.hint).toContain('could not be put aside');
    expect(await staged()).toEqual([]);
  });

  test('writes through no link that stands in the quarantine', async () => {
    const content = dispute();
    const [folder, elsewhere] = [join(bench().root, '.tapehaul/quarantine/data'), join(bench().root, 'mine')];
    await mkdir(folder, { recursive: true });
    await writeFile(elsewhere, 'mine');
    await symlink(elsewhere, join(folder, 'a.zip'));
    await (await bench().open()).get({ key: KEY });
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
    expect(await readFile(join(folder, 'a.zip'))).toEqual(content);
  });

  test('of which the second fetch brings yet other bytes is a mismatch, which may pass', async () => {
    dispute();
    bench().engine.answers(KEY, zip(101), zip(102));
    const { error } = await (await bench().open()).get({ key: KEY });
    expect(error).toMatchObject({ code: 'checksum_mismatch', retry: 'later' });
    expect(error?.facts.found).toBe(sidecar(KEY, zip(102)).slice(0, 64));
    expect(await quarantined()).toEqual([KEY, SIDECAR]);
  });

  test('is not settled by a sidecar that is gone with the second fetch', async () => {
    dispute();
    const proof = Buffer.from(sidecar(KEY, zip()));
    bench().engine.answers(SIDECAR, proof, failure('not_found'));
    const { status, error } = await (await bench().open()).get({ key: KEY });
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'checksum_mismatch' });
    expect(await bench().files('data')).toEqual([]);
  });

  test('goes to the state directory that was given, and to the path of the request', async () => {
    dispute();
    const stateDirectory = join(bench().root, 'state');
    const root = join(bench().root, 'files');
    const downloader = await bench().open({ target: root, stateDirectory });
    await downloader.get({ key: KEY, path: 'spot/a.zip' });
    expect(await bench().files('state/quarantine')).toEqual(['spot/a.zip', 'spot/a.zip.CHECKSUM']);
    expect(await bench().files('files')).toEqual([]);
  });
});

test('a sidecar too long to be one is not kept, the quarantine says so', async () => {
  const content = bench().engine.has(KEY);
  bench().engine.answers(SIDECAR, failure('too_large'));
  const { error } = await (await bench().open()).get({ key: KEY });
  expect(error?.code).toBe('sidecar_invalid');
  expect(await readFile(join(bench().root, '.tapehaul/quarantine', KEY))).toEqual(content);
  const text = await readFile(join(bench().root, '.tapehaul/quarantine', SIDECAR), 'utf8');
  expect(text).toBe('longer than 1024 bytes, not kept\n');
});

describe('an engine knows whether the content will be proved', () => {
  /** What the transfers of the zip said, in order. */
  const proved = () =>
    bench()
      .engine.transfers.filter(({ key }) => key === KEY)
      .map((one) => one.proved);

  test('and no longer where what it brought was in doubt', async () => {
    dispute();
    await (await bench().open()).get({ key: KEY });
    expect(proved()).toEqual([true, false]);
  });

  test('and never where no sidecars are fetched', async () => {
    bench().engine.has(KEY);
    await (await bench().open({ checksum: false })).get({ key: KEY });
    expect(proved()).toEqual([false]);
  });

  test.each([
    ['is fetched once more, alone, where no sidecar proves it', false, [true, false]],
    ['is in place where a sidecar proves it', true, [true]],
  ])('what came in company %s', async (_, hasSidecar, transfers) => {
    const { engine, open } = bench();
    if (hasSidecar) engine.has(KEY);
    else engine.answers(KEY, zip());
    const inCompany: Engine = {
      name: 'in company',
      capacity: 4,
      get: async (transfer, signal) => ({
        ...(await engine.get(transfer, signal)),
        shared: transfer.proved ?? false,
      }),
      close: () => engine.close(),
    };
    const { status } = await (await open({ engines: [inCompany] })).get({ key: KEY });
    expect(status).toBe(hasSidecar ? 'downloaded' : 'unverified');
    expect(proved()).toEqual(transfers);
  });
});
