import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import {
  type DownloaderOptions,
  type DownloadRequest,
  directoryTarget,
  type Outcome,
  type ProofPolicy,
} from '../src/index.ts';
import { benchOfEachTest, failure } from './bench.ts';
import { BlindEngine, MODIFIED, md5, S3Engine, zipWith } from './version-engines.ts';

const KEY = 'data/a.zip';
const bench = benchOfEachTest();

/** What a manifest says of a file. */
const rowOf = ({ path, bytes, sha256, proof, depth, etag, lastModified }: Outcome) => {
  return { path, bytes, sha256, proof, depth, etag, lastModified };
};

/** A target that the downloader reads as it reads a bucket: not by paths of this machine. */
const bucket = () => directoryTarget({ root: join(bench().root, 'files'), state: join(bench().root, 'own') });

const SIZES = [1_000, 100_000, 3_000_000];
const POLICIES: readonly ProofPolicy[] = ['auto', 'published', 'deep'];

describe.each([
  ['a folder', (): Partial<DownloaderOptions> => ({})],
  ['a bucket', () => ({ target: bucket(), stateDirectory: join(bench().root, 'own') })],
] as const)('in %s, a file that was published and not recorded', (_, place) => {
  const plans: [string, (content: Buffer) => Omit<DownloadRequest, 'key'>, number][] = [
    ['planned without a listing', () => ({}), 1],
    ['listed', (content) => ({ size: content.length, etag: md5(content), lastModified: MODIFIED }), 0],
  ];
  describe.each(plans)('and is %s', (_, listed, versions) => {
    test.each(SIZES)(
      'of %i bytes has the row of a fetched one at each depth, and is not fetched',
      async (bytes) => {
        const engine = new S3Engine();
        const content = engine.has(KEY, zipWith(bytes));
        for (const proof of POLICIES) {
          const options = { engines: [engine], proof } as const;
          const request = { key: KEY, ...listed(content) };
          const fetched = await (await bench().open({ ...options, ...place(), force: true })).get(request);
          expect(fetched).toMatchObject({ status: 'downloaded', etag: md5(content), lastModified: MODIFIED });
          engine.requested.splice(0);
          engine.versions.splice(0);
          const found = await (await bench().open({ ...options, ...place() })).get(request);
          expect(found.status).toBe('cached');
          expect(rowOf(found)).toEqual(rowOf(fetched));
          expect(engine.requested).toEqual([]);
          expect(engine.versions).toHaveLength(versions);
        }
      },
    );
  });

  test('leaves no copy in the staging directory', async () => {
    const engine = new S3Engine();
    engine.has(KEY, zipWith(1_000_000));
    await (await bench().open({ engines: [engine], ...place() })).get({ key: KEY });
    const downloader = await bench().open({ engines: [engine], ...place() });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached' });
    const files = await readdir(bench().root, { recursive: true });
    expect(files.filter((path) => path.includes('staging') && path.endsWith('.zip'))).toEqual([]);
  });
});

test('a file of a bucket that cannot be read to its end leaves no copy in the staging directory', async () => {
  const engine = new S3Engine();
  engine.has(KEY, zipWith(1_000_000));
  const files = bucket();
  const place = { target: files, stateDirectory: join(bench().root, 'own') };
  await (await bench().open({ engines: [engine], ...place })).get({ key: KEY });
  const broken: typeof files = {
    ...files,
    async *read(path, signal) {
      for await (const chunk of files.read(path, signal)) {
        yield chunk;
        if (path === KEY) throw failure('connection_failed');
      }
    },
  };
  const downloader = await bench().open({ engines: [engine], ...place, target: broken });
  expect(await downloader.get({ key: KEY })).toMatchObject({ error: { code: 'connection_failed' } });
  const left = await readdir(bench().root, { recursive: true });
  expect(left.filter((path) => path.includes('staging') && path.endsWith('.zip'))).toEqual([]);
});

describe('a file that cannot be shown to be the version of the archive is fetched again', () => {
  test.each<[string, (engine: S3Engine, content: Buffer) => Omit<DownloadRequest, 'key'>]>([
    [
      'where the ETag is of several parts',
      ({ etagOf: _ }, content) => ({ size: content.length, etag: `${md5(content)}-2` }),
    ],
    ['where the ETag is none of an MD5', (_, content) => ({ size: content.length, etag: 'e' })],
    ['where the MD5 is another', (_, content) => ({ size: content.length, etag: md5(Buffer.from('other')) })],
    ['where the size is another', (_, content) => ({ size: content.length + 1, etag: md5(content) })],
    [
      'where the archive reports an ETag of several parts',
      (engine) => {
        engine.etagOf = (content) => `${md5(content)}-3`;
        return {};
      },
    ],
    [
      'where the archive does not report its version',
      (engine) => {
        engine.refusal = new TapehaulError('request_refused', 'no');
        return {};
      },
    ],
  ])('%s', async (_, given) => {
    const engine = new S3Engine();
    const content = engine.has(KEY, zipWith(1_000));
    await (await bench().open({ engines: [engine] })).get({ key: KEY });
    const request = { key: KEY, ...given(engine, content) };
    engine.requested.splice(0);
    const outcome = await (await bench().open({ engines: [engine] })).get(request);
    expect(engine.times(KEY)).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ status: 'downloaded', etag: engine.etagOf(content) });
  });
});

test('a file that the archive no longer has stays in place, without ETag and date', async () => {
  const engine = new S3Engine();
  engine.has(KEY);
  await (await bench().open({ engines: [engine] })).get({ key: KEY });
  const none = new S3Engine();
  const outcome = await (await bench().open({ engines: [none] })).get({ key: KEY });
  expect(outcome).toMatchObject({ status: 'cached', proof: 'sidecar', etag: null, lastModified: null });
});

test('a file whose time alone has changed keeps what the record has of it, and nothing is requested', async () => {
  const engine = new S3Engine();
  engine.has(KEY);
  const first = await (await bench().open({ engines: [engine] })).get({ key: KEY });
  await utimes(first.target, 1_000, 1_000);
  engine.requested.splice(0);
  const held = { find: async () => first };
  const outcome = await (await bench().open({ engines: [engine], held })).get({ key: KEY });
  expect(outcome.status).toBe('cached');
  expect(rowOf(outcome)).toEqual(rowOf(first));
  expect([...engine.requested, ...engine.versions]).toEqual([]);
});

test('where the chosen engine reports no versions, none is recorded: not of a file in place, nor after a fallback', async () => {
  const [blind, s3] = [new BlindEngine('blind'), new S3Engine('s3')];
  for (const engine of [blind, s3]) engine.has(KEY);
  const options = { engines: [blind, s3], choose: () => 'blind' } as const;
  const fetched = await (await bench().open(options)).get({ key: KEY });
  expect(fetched).toMatchObject({ engine: 'blind', etag: null, lastModified: null });
  const found = await (await bench().open(options)).get({ key: KEY });
  expect([found.status, s3.versions]).toEqual(['cached', []]);
  blind.answers(KEY, failure('engine_crashed'));
  const fallen = await (await bench().open({ ...options, force: true })).get({ key: KEY });
  expect(fallen.engine).toBe('s3');
  for (const outcome of [found, fallen]) expect(rowOf(outcome)).toEqual(rowOf(fetched));
});

test('a date of a listing is recorded in whole seconds, as the header of an object says it', async () => {
  const engine = new S3Engine();
  const content = engine.has(KEY);
  await (await bench().open({ engines: [engine] })).get({ key: KEY });
  const listed = { size: content.length, etag: md5(content), lastModified: '2025-07-02T00:00:00.999Z' };
  const outcome = await (await bench().open({ engines: [engine] })).get({ key: KEY, ...listed });
  expect(outcome).toMatchObject({ status: 'cached', lastModified: MODIFIED });
});
