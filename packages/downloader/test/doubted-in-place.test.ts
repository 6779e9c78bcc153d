import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DownloaderOptions, directoryTarget, type HeldObjects } from '../src/index.ts';
import { sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest, failure } from './bench.ts';
import { BlindEngine, md5, S3Engine, zipWith } from './version-engines.ts';

const KEY = 'data/a.zip';
const SIDECAR = `${KEY}.CHECKSUM`;
const SIZES = [1_000, 100_000, 3_000_000];
const bench = benchOfEachTest();

/** Where files are published: a folder, or a target that the downloader reads as it reads a bucket. */
const PLACES: [string, () => { root: string; options: Partial<DownloaderOptions> }][] = [
  ['a folder', () => ({ root: bench().root, options: {} })],
  [
    'a bucket',
    () => {
      const [root, state] = [join(bench().root, 'files'), join(bench().root, 'own')];
      return { root, options: { target: directoryTarget({ root, state }), stateDirectory: state } };
    },
  ],
];

/** Puts a file and a sidecar in place, as another tool would. */
async function put(root: string, content: Buffer, text: string): Promise<string> {
  const path = join(root, KEY);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await writeFile(`${path}.CHECKSUM`, text);
  return path;
}

describe.each(PLACES)('in %s', (_, place) => {
  describe.each<[string, (content: Buffer) => string]>([
    ['an old sidecar', () => sidecar(KEY, Buffer.from('the version before'))],
    ['a sidecar of another object', (content) => sidecar('data/b.zip', content)],
    ['a sidecar that is none', () => 'no digest'],
  ])('%s', (_, text) => {
    test.each(SIZES)(
      'beside a file of %i bytes that the archive has costs a sidecar, not the file',
      async (bytes) => {
        const engine = new S3Engine();
        const content = engine.has(KEY, zipWith(bytes));
        const { root, options } = place();
        const path = await put(root, content, text(content));
        const outcome = await (await bench().open({ engines: [engine], ...options })).get({ key: KEY });
        expect(outcome).toMatchObject({ status: 'cached', proof: 'sidecar', etag: md5(content) });
        expect(engine.requested).toEqual([SIDECAR]);
        expect(engine.versions).toEqual([KEY]);
        expect(await readFile(`${path}.CHECKSUM`, 'utf8')).toBe(sidecar(KEY, content));
      },
    );
  });

  test('an old file with its own sidecar is fetched, and no sidecar alone before it', async () => {
    const engine = new S3Engine();
    const [old, content] = [zipWith(1_000), engine.has(KEY, zipWith(1_000))];
    const { root, options } = place();
    const path = await put(root, old, sidecar(KEY, old));
    const outcome = await (await bench().open({ engines: [engine], ...options })).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'downloaded', etag: md5(content) });
    expect(engine.requested.sort()).toEqual([KEY, SIDECAR]);
    expect(await readFile(path)).toEqual(content);
  });

  test('where no version is recorded, an old file with a sidecar of the archive is fetched', async () => {
    const engine = new BlindEngine();
    const content = engine.has(KEY, zipWith(1_000));
    const { root, options } = place();
    const path = await put(root, zipWith(1_000), sidecar(KEY, content));
    const outcome = await (await bench().open({ engines: [engine], ...options })).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'downloaded' });
    expect(await readFile(path)).toEqual(content);
  });

  test('a sidecar that cannot be requested alone fails the file, which stays with the one beside it', async () => {
    const engine = new BlindEngine();
    const content = engine.has(KEY);
    engine.answers(SIDECAR, failure('access_denied'));
    const { root, options } = place();
    const path = await put(root, content, 'no digest');
    const outcome = await (await bench().open({ engines: [engine], ...options })).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
    expect(await readFile(path)).toEqual(content);
    expect(await readFile(`${path}.CHECKSUM`, 'utf8')).toBe('no digest');
  });
});

describe('a file whose version the archive does not report', () => {
  test.each(['throttled', 'connection_failed', 'stalled'] as const)(
    'for now (%s) stays, and is not fetched instead',
    async (code) => {
      const engine = new S3Engine();
      const content = engine.has(KEY, zipWith(1_000));
      const path = await put(bench().root, content, sidecar(KEY, content));
      const before = await stat(path);
      engine.refusal = failure(code);
      const downloader = await bench().open({ engines: [engine] });
      expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'failed', error: { code } });
      engine.refusal = undefined;
      expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached', etag: md5(content) });
      expect(engine.requested).toEqual([]);
      expect((await stat(path)).ino).toBe(before.ino);
    },
  );
});

describe('a file that changes after it was found', () => {
  /** Does something once the file has been found, and before it is read. */
  const after = (change: () => Promise<unknown>): HeldObjects => ({
    find: async () => void (await change()),
  });

  describe.each([0, 1])('with %i threads', (proofThreads) => {
    test.each([...SIZES, 9_000_000])(
      'and is complete only then, of %i bytes, is recorded by its own size',
      async (bytes) => {
        const engine = new BlindEngine();
        const content = engine.has(KEY, zipWith(bytes));
        const path = await put(bench().root, content.subarray(0, content.length - 10), sidecar(KEY, content));
        const held = after(() => writeFile(path, content));
        const options = { engines: [engine], proofThreads, held } as const;
        const outcome = await (await bench().open(options)).get({ key: KEY });
        expect(outcome).toMatchObject({
          error: null,
          bytes: content.length,
          mtimeMs: (await stat(path)).mtimeMs,
        });
      },
    );

    test.each(SIZES)('to the same bytes, %i of them, is recorded with its own time', async (bytes) => {
      const engine = new BlindEngine();
      const content = engine.has(KEY, zipWith(bytes));
      const path = await put(bench().root, content, sidecar(KEY, content));
      const held = after(() => utimes(path, 1_000, 1_000));
      const options = { engines: [engine], proofThreads, held } as const;
      const outcome = await (await bench().open(options)).get({ key: KEY });
      expect(outcome).toMatchObject({ error: null, mtimeMs: (await stat(path)).mtimeMs });
    });
  });

  test('is never taken over in a state that it no longer has', async () => {
    const engine = new BlindEngine();
    const content = engine.has(KEY);
    const path = await put(bench().root, content, sidecar(KEY, content));
    const held = after(() => writeFile(path, Buffer.concat([content, zip(200)])));
    const outcome = await (await bench().open({ engines: [engine], held })).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'downloaded', bytes: content.length });
    expect(await readFile(path)).toEqual(content);
  });
});
