import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectSource, startSimulator } from '@tapehaul/archive-simulator';
import type { Engine } from '@tapehaul/downloader';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s5cmdEngine } from '../src/index.ts';
import { realS5cmd } from './real-s5cmd.ts';

const never = new AbortController().signal;

/** Every key is an object, and its bytes are the key. */
const echo: ObjectSource = {
  stat: (key) =>
    Promise.resolve({
      key,
      size: Buffer.byteLength(key),
      etag: createHash('md5').update(key).digest('hex'),
      lastModified: new Date(0),
    }),
  async *read(key, { start, end }) {
    yield Buffer.from(key).subarray(start, end);
  },
  list: () => Promise.resolve({ entries: [], truncated: false }),
};

describe('names', () => {
  let directory = '';
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let engine: Engine;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tapehaul-names-'));
    simulator = await startSimulator({ source: echo });
    engine = s5cmdEngine({
      binary: await realS5cmd(),
      endpoint: simulator.url,
      bucket: simulator.bucket,
      region: 'ap-northeast-1',
      workers: 4,
      partSizeMb: 50,
      timeoutSeconds: 30,
    });
  });
  afterEach(async () => {
    await engine.close();
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  });

  const odd = fc.constantFrom(...`'"\`*?\\ \t#$%&~!;<>()[]{}|+-.:=@/`);
  const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
  const text = (maxLength: number) =>
    fc
      .string({ unit: fc.oneof(odd, any), minLength: 1, maxLength })
      .filter((one) => one.isWellFormed() && !/[\n\r\0]/.test(one));
  // A key that ends so is a directory to s5cmd.
  const key = text(60).filter((one) => !one.endsWith('/'));
  const fileName = text(40).filter((one) => !/^\.\.?$|\//.test(one));

  test('of any characters reach s5cmd as they are: keys, directories and files', async () => {
    let count = 0;
    const property = fc.asyncProperty(key, fileName, fileName, async (key, folder, file) => {
      const parent = join(directory, `${count++}`, folder);
      await mkdir(parent, { recursive: true });
      await engine.get({ key, path: join(parent, file) }, never);
      expect(await readFile(join(parent, file), 'utf8')).toBe(key);
      expect(await readdir(parent)).toEqual([file]);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test('with a line break are refused, and harm no other', async () => {
    const get = (key: string, path: string) =>
      engine.get({ key, path: join(directory, path) }, never).catch((error) => error);
    const [before, inKey, inFolder, after] = await Promise.all([
      get('before', 'before'),
      get("it's\na key", 'key'),
      get('key', 'a\nfolder/file'),
      get('after', 'after'),
    ]);
    expect(before).toMatchObject({ bytes: 6 });
    expect(inKey).toMatchObject({ code: 'key_invalid', retry: 'never' });
    expect(inFolder).toMatchObject({ code: 'key_invalid' });
    expect(after).toMatchObject({ bytes: 5 });
    expect((await readdir(directory)).sort()).toEqual(['after', 'before']);
  });

  test('as long as the file system takes them are taken', async () => {
    const path = join(directory, 'n'.repeat(255));
    await engine.get({ key: 'k', path }, never);
    expect(await readFile(path, 'utf8')).toBe('k');
  });
});
