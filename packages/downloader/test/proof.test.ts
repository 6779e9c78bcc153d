import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StatedEntry, zeros, zipOf } from '@tapehaul/testkit/hostile';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDownloader, type DownloaderOptions, type Outcome } from '../src/index.ts';
import { ArchiveEngine, sidecar, zip } from './archive-engine.ts';

let root = '';
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tapehaul-proof-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The outcome of an object with these bytes, and with this text as its sidecar, if any. */
async function outcomeOf(
  content: Uint8Array,
  proof: string | undefined,
  options: Partial<DownloaderOptions> = {},
): Promise<Outcome> {
  const engine = new ArchiveEngine();
  const key = `data/${count++}/a.zip`;
  engine.answers(key, Buffer.from(content));
  if (proof !== undefined) engine.answers(`${key}.CHECKSUM`, Buffer.from(proof));
  const retry = { retries: 0, delaySeconds: 0 };
  const downloader = createDownloader({
    engines: [engine],
    target: root,
    durability: 'none',
    retry,
    ...options,
  });
  try {
    return await downloader.get({ key });
  } finally {
    await downloader.close();
  }
}

/** The bytes with one of them altered. */
const altered = (bytes: Buffer, at: number, by: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
};

describe('a sidecar', () => {
  const good = zip(300);

  test('proves the bytes that it was made of, and no other: whatever byte is altered', async () => {
    expect(await outcomeOf(good, sidecar('a.zip', good))).toMatchObject({ status: 'downloaded' });
    const byte = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(byte, async ([at, by]) => {
        const { status, target } = await outcomeOf(altered(good, at, by), sidecar('a.zip', good));
        expect(status).toBe('failed');
        expect(existsSync(target)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['of another object', () => sidecar('b.zip', good)],
    ['that is a page', () => '<html>not here</html>'],
    ['that is empty', () => ''],
    ['that is cut off', () => sidecar('a.zip', good).slice(0, 40)],
    ['that is as long as a file', () => 'a'.repeat(100_000)],
  ])('%s proves nothing, and the file is not published', async (_, text) => {
    const outcome = await outcomeOf(good, text());
    expect(outcome).toMatchObject({ status: 'failed', proof: 'none' });
    expect(['sidecar_invalid', 'too_large']).toContain(outcome.error?.code);
    expect(existsSync(outcome.target)).toBe(false);
  });
});

describe('a zip without a sidecar', () => {
  const good = zip(5_000);

  test('is refused wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), async (length) => {
        expect(await outcomeOf(good.subarray(0, length), undefined)).toMatchObject({
          status: 'failed',
          error: { code: 'not_a_zip' },
        });
      }),
      { numRuns: 30 },
    );
  });

  const entry = zeros('a.csv', 100);
  const refused: [string, readonly StatedEntry[], string][] = [
    ['has another CRC', [{ ...entry, crc: 1 }], 'not_a_zip'],
    ['has another size', [{ ...entry, size: 99 }], 'not_a_zip'],
    ['is encrypted', [{ ...entry, flags: 1 }], 'not_a_zip'],
    ['is packed in another way', [{ ...entry, method: 12 }], 'not_a_zip'],
    ['has no entry', [], 'not_a_zip'],
    ['swells out of all proportion', [{ ...entry, size: 300 * 2 ** 20 }], 'zip_refused'],
  ];
  test.each(refused)('that %s is refused', async (_, entries, code) => {
    expect(await outcomeOf(zipOf(entries), undefined)).toMatchObject({ status: 'failed', error: { code } });
  });

  test.each([
    ['one entry', [entry]],
    ['several entries', [entry, zeros('b.csv', 7)]],
    ['a name in another script', [zeros('币安人生USDT.csv', 7)]],
    ['an entry that is stored', [{ ...entry, method: 0, data: Buffer.alloc(100) }]],
  ])('with %s is taken', async (_, entries) => {
    const content = zipOf(entries);
    const outcome = await outcomeOf(content, undefined);
    expect(outcome).toMatchObject({ status: 'unverified', error: null });
    expect(await readFile(outcome.target)).toEqual(content);
  });

  test('larger than memory is requested is checked on disk in the same way', async () => {
    const large = zipOf([{ ...zeros('a.csv', 2 ** 20), method: 0, data: Buffer.alloc(2 ** 20) }]);
    expect(await outcomeOf(large, sidecar('a.zip', large))).toMatchObject({ status: 'downloaded' });
    expect(await outcomeOf(altered(large, 2 ** 19, 1), undefined)).toMatchObject({
      status: 'failed',
      error: { code: 'not_a_zip' },
    });
  });
});
