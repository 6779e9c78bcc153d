import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createDownloader,
  type Durability,
  directoryTarget,
  type PublishedProof,
  type Target,
} from '../src/index.ts';
import { ArchiveEngine, sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest, failure, untilStopped } from './bench.ts';

const KEY = 'data/a.zip';
const bench = benchOfEachTest();
const stateDirectory = () => join(bench().root, 'state');

/** A target that is a directory, with some of what it does replaced. */
function target(replaced: (sound: Target) => Partial<Target>): Target {
  const sound = directoryTarget({ root: join(bench().root, 'files'), state: join(bench().root, 'own') });
  return { ...sound, ...replaced(sound) };
}

describe('a target of another kind', () => {
  test('needs a state directory', () => {
    const options = { engines: [bench().engine], target: target(() => ({})) } as const;
    expect(() => createDownloader(options)).toThrow('needs a stateDirectory');
  });

  test('is given the digest, and whether a file is replaced', async () => {
    const proofs: PublishedProof[] = [];
    const noting = target((sound) => ({
      publish(pair, path, proof, signal) {
        proofs.push(proof);
        return sound.publish(pair, path, proof, signal);
      },
    }));
    const [old, content] = [bench().engine.has(KEY), zip(200)];
    const options = { target: noting, stateDirectory: stateDirectory(), force: true };
    const downloader = await bench().open(options);
    await downloader.get({ key: KEY });
    bench().engine.has(KEY, content);
    await downloader.get({ key: KEY });
    const digests = [old, content].map((bytes) => sidecar(KEY, bytes).slice(0, 64));
    expect(proofs).toEqual([
      { sha256: digests[0], replaces: false },
      { sha256: digests[1], replaces: true },
    ]);
  });

  test.each(['find', 'publish', 'durable'] as const)('that fails to %s fails the object', async (call) => {
    bench().engine.has(KEY);
    const full = target(() => ({ [call]: () => Promise.reject(failure('disk_full')) }));
    const downloader = await bench().open({ target: full, stateDirectory: stateDirectory() });
    const { status, error } = await downloader.get({ key: KEY });
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'disk_full' });
    expect(bench().engine.times(KEY)).toBe(call === 'find' ? 0 : 1);
  });

  test('that cannot keep the version before is not given the new one, and nothing is left in staging', async () => {
    const content = bench().engine.has(KEY);
    const cannotKeep = target(() => ({ keep: () => Promise.reject(failure('access_denied')) }));
    const options = { target: cannotKeep, stateDirectory: stateDirectory() };
    const held = await (await bench().open(options)).get({ key: KEY });
    bench().engine.has(KEY, zip(200));
    const again = target(() => ({ keep: () => Promise.reject(failure('access_denied')) }));
    const downloader = await bench().open({ ...options, target: again });
    const outcome = await downloader.get({ key: KEY, held, etag: 'f', keepOldAs: 'old.zip' });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
    expect((await again.find(KEY))?.bytes).toBe(content.length);
    expect(await bench().files('state/staging')).toEqual([]);
  });
});

describe('an outcome of a file in place', () => {
  test('comes once the file is durable, and until then the call waits for the disk', async () => {
    bench().engine.has(KEY);
    const written = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = target(() => ({
      durable() {
        begun.resolve();
        return written.promise;
      },
    }));
    const downloader = await bench().open({ target: slow, stateDirectory: stateDirectory() });
    let isEnded = false;
    const outcome = downloader.get({ key: KEY }).finally(() => {
      isEnded = true;
    });
    await begun.promise;
    expect((await slow.find(KEY))?.bytes).toBe(zip().length);
    expect(downloader.waits).toEqual({ files: 0, disk: 1 });
    expect(isEnded).toBe(false);
    written.resolve();
    expect(await outcome).toMatchObject({ status: 'downloaded' });
    expect(downloader.waits).toEqual({ files: 0, disk: 0 });
  });

  test('that was recorded is durable, one that is taken over is made so', async () => {
    bench().engine.has(KEY);
    const durable: string[] = [];
    const noting = (): Target => target(() => ({ durable: async (path) => void durable.push(path) }));
    const options = { stateDirectory: stateDirectory() };
    const held = await (await bench().open({ ...options, target: noting() })).get({ key: KEY });
    const downloader = await bench().open({ ...options, target: noting() });
    expect(durable.splice(0)).toEqual([KEY]);
    expect(await downloader.get({ key: KEY, held })).toMatchObject({ status: 'cached' });
    expect(durable).toEqual([]);
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached' });
    expect(durable).toEqual([KEY]);
  });

  test.each<Durability>(['group', 'file', 'none'])(
    'comes with durability %s, for many at once',
    async (durability) => {
      const keys = Array.from({ length: 20 }, (_, index) => `data/${index % 3}/${index}.zip`);
      for (const key of keys) bench().engine.has(key);
      const downloader = await bench().open({ durability });
      const outcomes = await Array.fromAsync(downloader.download(keys.map((key) => ({ key }))));
      expect(outcomes.filter(({ status }) => status === 'downloaded')).toHaveLength(20);
      expect(await bench().files('data')).toHaveLength(40);
    },
  );
});

describe('the stream of outcomes', () => {
  test('has one for each request, also of the same object, and reads any iterable', async () => {
    bench().engine.has(KEY);
    async function* requests() {
      for (const path of ['a.zip', 'b.zip', 'c.zip']) yield { key: KEY, path };
    }
    const outcomes = await Array.fromAsync((await bench().open()).download(requests()));
    expect(outcomes.map(({ path }) => path).sort()).toEqual(['a.zip', 'b.zip', 'c.zip']);
  });

  test('gives what is ready before what takes longer', async () => {
    const { engine, open } = bench();
    const { promise: late, resolve } = Promise.withResolvers<Buffer>();
    engine.answers(KEY, () => late);
    engine.answers('data/b.zip', zip());
    const downloader = await open({ checksum: false });
    const order: string[] = [];
    for await (const { key } of downloader.download([{ key: KEY }, { key: 'data/b.zip' }])) {
      order.push(key);
      resolve(zip());
    }
    expect(order).toEqual(['data/b.zip', KEY]);
  });

  test('ends with the error of the requests', async () => {
    bench().engine.has(KEY);
    function* requests() {
      yield { key: KEY };
      throw new RangeError('no more');
    }
    await expect(Array.fromAsync((await bench().open()).download(requests()))).rejects.toThrow('no more');
  });
});

describe('the end of a downloader', () => {
  test('gives up what is in progress, with what it had staged', async () => {
    const { begun, step } = untilStopped();
    bench().engine.answers(KEY, step);
    const downloader = await bench().open();
    const ended = downloader.get({ key: KEY }).catch((error: unknown) => error);
    await begun;
    await downloader.close();
    expect(await ended).toMatchObject({ code: 'cancelled', message: 'the downloader was closed' });
    await expect(downloader.room()).rejects.toMatchObject({ code: 'cancelled' });
    expect(await bench().files()).toEqual([]);
  });

  test('removes what dead processes staged, and nothing else', async () => {
    const staging = join(bench().root, '.tapehaul/staging');
    for (const name of ['999999999-0123abcd', 'mine', `${process.ppid}-0123abcd`]) {
      await mkdir(join(staging, name), { recursive: true });
      await writeFile(join(staging, name, 'a.zip'), 'left');
    }
    await (await bench().open()).close();
    expect(await bench().files('.tapehaul/staging')).toEqual(
      ['mine/a.zip', `${process.ppid}-0123abcd/a.zip`].sort(),
    );
  });

  test('sweeps nothing that a link leads to: the objects fail', async () => {
    const [folder, elsewhere] = [join(bench().root, '.tapehaul'), join(bench().root, 'mine')];
    await mkdir(folder);
    await mkdir(join(elsewhere, '999999999-0123abcd'), { recursive: true });
    await writeFile(join(elsewhere, '999999999-0123abcd/a.zip'), 'mine');
    await symlink(elsewhere, join(folder, 'staging'));
    bench().engine.has(KEY);
    const { error } = await (await bench().open()).get({ key: KEY });
    expect(error?.code).toBe('target_blocked');
    expect(await bench().files('mine')).toEqual(['999999999-0123abcd/a.zip']);
  });

  test('closes every engine and the target, also when one cannot be closed, and says so', async () => {
    const broken = new ArchiveEngine('broken');
    broken.close = () => Promise.reject(failure('engine_crashed'));
    let closed = 0;
    const noting = target((sound) => ({
      close() {
        closed += 1;
        return sound.close();
      },
    }));
    const engines = [broken, bench().engine] as const;
    const downloader = createDownloader({ engines, target: noting, stateDirectory: stateDirectory() });
    await expect(downloader.close()).rejects.toMatchObject({ code: 'engine_crashed' });
    expect([bench().engine.closed, closed]).toEqual([1, 1]);
  });
});
