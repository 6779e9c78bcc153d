import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { createDownloader, type Downloader, type Outcome } from '@tapehaul/downloader';
import { type StatedEntry, zipOf } from '@tapehaul/testkit/hostile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s3Engine } from '../src/index.ts';

const MIB = 2 ** 20;
/** Enough for a thread to start, and for several parts. */
const SIZE = 5 * MIB;
const data = randomBytes(SIZE);

/** A zip of the data; `stated` says otherwise of its entry. */
function zip(stated: Partial<StatedEntry> = {}): Buffer {
  return zipOf([{ name: 'a.csv', method: 0, size: SIZE, crc: crc32(data), data, ...stated }]);
}

const objects = new Map<string, Buffer>();
let directory = '';
let simulator: Simulator;
let downloader: Downloader;
/** Called with each read of an object, before its last bytes are sent. */
let beforeEnd = (): void => {};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul proved large '));
  objects.clear();
  beforeEnd = () => {};
  simulator = await startSimulator({
    source: {
      stat: async (key) => {
        const content = objects.get(key);
        return (
          content && { key, size: content.length, etag: hash('md5', content), lastModified: new Date(0) }
        );
      },
      async *read(key, { start, end }) {
        const content = objects.get(key) ?? Buffer.alloc(0);
        for (let from = start; from < end; from += 65_536) {
          if (from + 65_536 >= end && content.length > MIB) beforeEnd();
          yield content.subarray(from, Math.min(end, from + 65_536));
        }
      },
      list: async () => ({ entries: [], truncated: false }),
    },
  });
});
afterEach(async () => {
  await downloader.close();
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

type Options = Partial<Parameters<typeof createDownloader>[0]> & { readonly splitAbove?: number };

function open({ splitAbove = 32 * MIB, ...options }: Options): void {
  const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'r' };
  const engine = s3Engine({ ...source, concurrency: 8, splitAbove, partBytes: MIB });
  const retry = { retries: 0, delaySeconds: 0 };
  downloader = createDownloader({
    engines: [engine],
    target: directory,
    durability: 'none',
    retry,
    ...options,
  });
}

/** Gets an object of these bytes, whose sidecar proves `proved`; without a sidecar where that is null. */
function get(name: string, content: Buffer, proved: Buffer | null = content): Promise<Outcome> {
  const key = `data/${name}.zip`;
  objects.set(key, content);
  if (proved !== null)
    objects.set(`${key}.CHECKSUM`, Buffer.from(`${hash('sha256', proved)}  ${basename(key)}\n`));
  return downloader.get({ key, size: content.length });
}

const good = zip();
const altered = Buffer.from(good);
altered.writeUInt8(altered.readUInt8(SIZE / 2) ^ 1, SIZE / 2);

type Way = readonly [name: string, options: Options];
const IN_THREADS: readonly Way[] = [
  ['in one stream', {}],
  ['in ranges', { splitAbove: MIB }],
];
/** Every trial of npm test takes its seconds: these are left to `.ci/run`. */
const WITHOUT_THREADS: readonly Way[] = [
  ['in ranges, without threads', { splitAbove: MIB, proofThreads: 0 }],
  ['in one stream, without threads', { proofThreads: 0 }],
];
const ALL = process.env.TAPEHAUL_TRIALS === 'full';

describe.each(ALL ? [...IN_THREADS, ...WITHOUT_THREADS] : IN_THREADS)(
  'a large file that comes %s',
  (_, options) => {
    test.each(['auto', 'published', 'deep'] as const)(
      'is proved by %s, and a damaged one is detected',
      async (proof) => {
        open({ ...options, proof });
        const depth = proof === 'deep' ? 'deep' : 'published';
        const sha256 = hash('sha256', good);
        expect(await get('good', good)).toMatchObject({
          status: 'downloaded',
          proof: 'sidecar',
          depth,
          sha256,
        });
        expect(await get('altered', altered, good)).toMatchObject({ error: { code: 'checksum_disputed' } });
        expect(await get('cut', good.subarray(0, SIZE - 9), good)).toMatchObject({
          error: { code: 'checksum_disputed' },
        });
        const wrong = await get('crc', zip({ crc: 1 }));
        if (proof === 'deep') expect(wrong).toMatchObject({ error: { code: 'not_a_zip' } });
        else expect(wrong).toMatchObject({ status: 'downloaded', proof: 'sidecar', depth: 'published' });
        expect(await get('bare', good, null)).toMatchObject({ status: 'unverified', depth: 'deep', sha256 });
        expect(await get('bare wrong', zip({ crc: 1 }), null)).toMatchObject({
          error: { code: 'not_a_zip' },
        });
      },
    );

    test('and is stopped leaves nothing in staging, and the next one comes and is proved', async () => {
      open(options);
      const first = await get('first', good);
      const stop = new AbortController();
      objects.set('data/stopped.zip', good);
      beforeEnd = () => stop.abort(new Error('enough'));
      await expect(
        downloader.get({ key: 'data/stopped.zip', size: good.length }, stop.signal),
      ).rejects.toThrow();
      beforeEnd = () => {};
      expect(await get('next', good)).toMatchObject({ status: 'downloaded', sha256: first.sha256 });
      const staged = await readdir(join(directory, '.tapehaul/staging'), {
        recursive: true,
        withFileTypes: true,
      });
      expect(staged.filter((entry) => entry.isFile() && entry.name.includes('.zip'))).toEqual([]);
    });
  },
);
