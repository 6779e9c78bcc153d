import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArchiveObject, fileName, formatKey, formatSidecar, sidecarOwner } from '@tapehaul/archive';
import { createDownloader, type Engine, type Outcome } from '@tapehaul/downloader';
import { storedBytes } from '@tapehaul/testkit/content';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const OBJECT: ArchiveObject = {
  market: 'spot',
  dataType: 'trades',
  symbol: 'BTCUSDT',
  interval: null,
  partition: 'daily',
  period: '2026-07-01',
};
const key = formatKey(OBJECT);
/** Large enough to be digested by a thread. */
const SIZE = 33 * 2 ** 20;

let directory = '';
let original = '';
let sent = '';
let sha256 = '';
let published = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul large files '));
  original = join(directory, 'original.zip');
  sent = join(directory, 'sent.zip');
  sha256 = await storedBytes(SIZE)(OBJECT, 'BTCUSDT-trades-2026-07-01.csv', original);
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  await copyFile(original, sent);
  published = sha256;
});

/** Brings the file as s5cmd does: whole at the path, and not hashed on the way. */
const engine: Engine = {
  name: 'copy',
  capacity: 2,
  async get({ key: requested, path }) {
    if (sidecarOwner(requested) === undefined) await copyFile(sent, path);
    else await writeFile(path, formatSidecar({ sha256: published, name: fileName(OBJECT) }, OBJECT.market));
    return { bytes: (await stat(path)).size, etag: null, lastModified: null, sha256: null, content: null };
  },
  close: async () => {},
};

async function download(name: string, checksum = true): Promise<Outcome> {
  const target = join(directory, name);
  const downloader = createDownloader({ engines: [engine], target, checksum });
  try {
    return await downloader.get({ key });
  } finally {
    await downloader.close();
  }
}

async function breakContent(): Promise<void> {
  await using file = await open(sent, 'r+');
  await file.write(Buffer.from('broken'), 0, 6, SIZE / 2);
}

test('a large file is proved by its sidecar and published as it came', async () => {
  const outcome = await download('whole');
  expect(outcome).toMatchObject({ status: 'downloaded', proof: 'sidecar', sha256, error: null });
  expect((await readFile(outcome.target)).equals(await readFile(original))).toBe(true);
});

test('a large file with other bytes than its sidecar says is recognised by the digest, not by the zip', async () => {
  await breakContent();
  const { status, error } = await download('disputed');
  expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'checksum_disputed' });
  expect(error?.facts).toMatchObject({ expected: sha256 });
});

test('a large file that no sidecar proves is still checked by the CRC of its zip', async () => {
  await breakContent();
  const { status, error } = await download('unproved', false);
  expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'not_a_zip' });
});
