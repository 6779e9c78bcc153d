import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type StatedEntry, zipOf } from '@tapehaul/testkit/hostile';
import { describe, expect, test } from 'vitest';
import type { Outcome, ProofDepth, ProofPolicy } from '../src/index.ts';
import { sidecar } from './archive-engine.ts';
import { benchOfEachTest } from './bench.ts';

const KEY = 'data/a.zip';
const bench = benchOfEachTest();

/** A zip of that many random bytes; `stated` says otherwise of its entry. */
function zipWith(bytes: number, stated: Partial<StatedEntry> = {}): Buffer {
  const data = randomBytes(bytes);
  return zipOf([{ name: 'a.csv', method: 0, size: bytes, crc: crc32(data), data, ...stated }]);
}

const LARGE = 1_000_000;
const SMALL = 1_000;

/** What comes of an object with a sidecar of these bytes, or of `proved` ones, or without one. */
async function outcomeOf(
  proof: ProofPolicy | undefined,
  content: Buffer,
  proved: Buffer | null = content,
): Promise<Outcome> {
  bench().engine.answers(KEY, content);
  const published = proved === null ? [] : [Buffer.from(sidecar('a.zip', proved))];
  bench().engine.answers(`${KEY}.CHECKSUM`, ...published);
  const policy = proof === undefined ? {} : { proof };
  return (await bench().open({ force: true, ...policy })).get({ key: KEY });
}

const POLICIES: readonly ProofPolicy[] = ['auto', 'published', 'deep', 'none'];

describe.each(POLICIES)('with proof %s', (proof) => {
  const hasProof = proof !== 'none';

  test.each<[string, number, ProofDepth]>([
    ['small', SMALL, proof === 'published' ? 'published' : 'deep'],
    ['large', LARGE, proof === 'published' || proof === 'auto' ? 'published' : 'deep'],
  ])('a %s file is proved by its size alone, and says how deep', async (_, bytes, depth) => {
    const outcome = await outcomeOf(proof, zipWith(bytes));
    expect(outcome).toMatchObject({ status: 'downloaded', proof: hasProof ? 'sidecar' : 'none', depth });
    const again = await (await bench().open({ proof, held: { find: async () => outcome } })).get({
      key: KEY,
    });
    expect(again).toMatchObject({ status: 'cached', depth });
  });

  test.each([SMALL, LARGE])('a file of %i bytes without a sidecar is proved deep', async (bytes) => {
    const status = hasProof ? 'unverified' : 'downloaded';
    expect(await outcomeOf(proof, zipWith(bytes), null)).toMatchObject({
      status,
      proof: 'none',
      depth: 'deep',
    });
  });

  test.each<[string, (good: Buffer) => Buffer]>([
    [
      'with an altered byte in the middle',
      (good) =>
        Buffer.from(good).fill((good[good.length / 2] ?? 0) ^ 1, good.length / 2, good.length / 2 + 1),
    ],
    ['that is cut off', (good) => good.subarray(0, good.length - 30)],
    ['that is a page', () => Buffer.from(`<html>${'x'.repeat(LARGE)}</html>`)],
  ])(
    'a file %s is never published, whether a sidecar proves another one or there is none',
    async (_, damage) => {
      for (const bytes of [SMALL, LARGE]) {
        const good = zipWith(bytes);
        for (const proved of [good, null]) {
          const outcome = await outcomeOf(proof, damage(good), proved);
          expect(outcome).toMatchObject({ status: 'failed', depth: null });
          expect(existsSync(outcome.target)).toBe(false);
        }
      }
    },
  );

  test.each([SMALL, LARGE])(
    'a wrong CRC of %i bytes is caught where the content is inflated, also with a right sidecar',
    async (bytes) => {
      const wrong = zipWith(bytes, { crc: 1 });
      const isCaught = proof === 'deep' || proof === 'none' || (proof === 'auto' && bytes === SMALL);
      expect(await outcomeOf(proof, wrong)).toMatchObject(
        isCaught
          ? { status: 'failed', error: { code: 'not_a_zip' }, depth: null }
          : { status: 'downloaded', proof: 'sidecar', depth: 'published' },
      );
      expect(await outcomeOf(proof, wrong, null)).toMatchObject({ error: { code: 'not_a_zip' } });
    },
  );

  test('a zip whose directory contradicts its data is refused, also with a right sidecar', async () => {
    for (const bytes of [SMALL, LARGE]) {
      const wrong = zipWith(bytes, { size: bytes + 1 });
      expect(await outcomeOf(proof, wrong)).toMatchObject({ error: { code: 'not_a_zip' } });
      const packed = zipWith(bytes, { method: 12 });
      expect(await outcomeOf(proof, packed)).toMatchObject({ error: { code: 'not_a_zip' } });
    }
  });
});

test('auto is the default, and checksum false is proof none', async () => {
  const small = await outcomeOf(undefined, zipWith(LARGE));
  expect(small).toMatchObject({ proof: 'sidecar', depth: 'published' });
  bench().engine.requested.splice(0);
  const downloader = await bench().open({ checksum: false, proof: 'published', force: true });
  expect(await downloader.get({ key: KEY })).toMatchObject({ proof: 'none', depth: 'deep' });
  expect(bench().engine.requested).toEqual([KEY]);
});

test('a file that the sidecar beside it proves is taken over as deep as it would be fetched', async () => {
  const first = await outcomeOf('deep', zipWith(LARGE));
  const taken = await (await bench().open({ proof: 'deep' })).get({ key: KEY });
  expect([first.depth, taken.status, taken.depth]).toEqual(['deep', 'cached', 'deep']);
  const published = await (await bench().open({ proof: 'published' })).get({ key: KEY });
  expect([published.status, published.depth]).toEqual(['cached', 'published']);
});
