import { cp, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  createDownloader,
  type DownloaderOptions,
  type HeldObject,
  type Outcome,
} from '@tapehaul/downloader';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENGINES, HEALTHY, openTrial, type Trial } from './trial.ts';

const [KEY = '', OTHER = ''] = HEALTHY;
let trial: Trial;
/** What the record holds. */
let held: Map<string, HeldObject>;
beforeEach(async () => {
  trial = await openTrial();
  held = new Map();
});
afterEach(() => trial.close());

/** Gets one object, and records it as the catalog would. */
async function get(options: Partial<DownloaderOptions> = {}, request: object = {}): Promise<Outcome> {
  trial.simulator.requests.clear();
  const engines = [await ENGINES.s3(trial.source)] as const;
  const downloader = createDownloader({
    engines,
    target: trial.directory,
    held: { find: async (key) => held.get(key) },
    ...options,
  });
  const outcome = await downloader.get({ key: KEY, ...request });
  await downloader.close();
  if (outcome.error === null) held.set(KEY, outcome);
  return outcome;
}
const requests = (): number => trial.simulator.requests.count();
const file = (): string => join(trial.directory, KEY);

describe('an object that is in place', () => {
  test('as recorded is not fetched again, without any request', async () => {
    expect(await get()).toMatchObject({ status: 'downloaded', cached: false, attempts: 1 });
    const again = await get();
    expect(again).toMatchObject({
      status: 'cached',
      cached: true,
      attempts: 0,
      proof: 'sidecar',
      engine: null,
    });
    expect(requests()).toBe(0);
  });

  test.each([
    ['another size', { size: 1 }],
    ['another ETag', { etag: 'another' }],
    ['a sidecar that was changed since', { sidecarModified: '2999-01-01T00:00:00.000Z' }],
  ])('but upstream has %s, is fetched again', async (_, listed) => {
    await get();
    const again = await get({}, listed);
    expect(again.attempts).toBeGreaterThan(0);
    expect(again.cached).toBe(false);
  });

  test('is fetched again when that is forced', async () => {
    await get();
    expect(await get({ force: true })).toMatchObject({ status: 'downloaded', attempts: 1 });
  });

  test('but was altered with size and time kept is only found out by hashing it again', async () => {
    await get();
    const { mtime, atime } = await stat(file());
    const bytes = await readFile(file());
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(file(), bytes);
    await utimes(file(), atime, mtime);
    held.set(KEY, { ...(held.get(KEY) as HeldObject), mtimeMs: (await stat(file())).mtimeMs });
    expect(await get()).toMatchObject({ status: 'cached' });
    expect(await get({ paranoid: true })).toMatchObject({ status: 'downloaded' });
    expect(await get({ paranoid: true })).toMatchObject({ status: 'cached' });
    expect(requests()).toBe(0);
  });

  test('without a record is adopted by the sidecar beside it, with the version that the archive reports', async () => {
    const { etag, lastModified } = await get();
    held.clear();
    expect(await get()).toMatchObject({ status: 'cached', proof: 'sidecar', etag, lastModified });
    expect(requests()).toBe(1);
  });

  test('without a record or a sidecar, as other tools leave it, is adopted by the one of the archive', async () => {
    await get();
    held.clear();
    await rm(`${file()}.CHECKSUM`);
    expect(await get()).toMatchObject({ status: 'cached', proof: 'sidecar' });
    expect(trial.simulator.requests.list().map(({ key }) => key)).toEqual([`${KEY}.CHECKSUM`, KEY]);
    expect(await readFile(`${file()}.CHECKSUM`, 'utf8')).toContain('BTCUSDT-1h');
  });

  test('without a record, and that is another one, is replaced', async () => {
    await get({}, { key: OTHER });
    await mkdir(dirname(file()), { recursive: true });
    await cp(join(trial.directory, OTHER), file());
    held.clear();
    const outcome = await get();
    expect(outcome).toMatchObject({ status: 'downloaded' });
    expect((await get()).sha256).toBe(outcome.sha256);
  });
});

describe('where nothing is to be proved', () => {
  test('every outcome says so', async () => {
    expect(await get({ checksum: false })).toMatchObject({ status: 'downloaded', proof: 'none' });
    expect(await get({ checksum: false })).toMatchObject({ status: 'cached', proof: 'none' });
  });

  test('and proof is wanted later, the sidecar is enough', async () => {
    await get({ checksum: false });
    expect(await get()).toMatchObject({ status: 'cached', proof: 'sidecar' });
    expect(requests()).toBe(1);
  });
});

describe.each(['group', 'file', 'none'] as const)('with durability %s', (durability) => {
  test('a file is in place when its outcome comes', async () => {
    const outcome = await get({ durability });
    expect(outcome.status).toBe('downloaded');
    expect((await stat(outcome.target)).mtimeMs).toBe(outcome.mtimeMs);
  });
});
