import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  belowPrefix,
  folderSource,
  type ListEntry,
  type ObjectSource,
  syntheticSource,
} from '../src/index.ts';

let folder = '';
const sources = new Map<string, ObjectSource>();
const small = () => {
  const symbols = [{ market: 'spot', symbol: 'BTCUSDT', from: '2025-07-01', to: '2025-07-05' }] as const;
  return syntheticSource({ symbols, maxRows: 5, now: new Date('2025-09-01T00:00:00Z') });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-source-'));
  for (const key of ['a/1', 'a/2', 'a/b/3', 'a-1', 'b/币/1', 'b/\u{1f600}/1', 'b/\uff5e/1', 'zz']) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), `content of ${key}`);
  }
  await symlink('/etc', join(folder, 'out'));
  sources.set('folder', folderSource(folder));
  sources.set('synthetic', small());
  sources.set('prefixed', belowPrefix(folderSource(folder), 'mirrors/binance'));
});
afterAll(() => rm(folder, { recursive: true }));

const of = (name: string): ObjectSource => sources.get(name) ?? folderSource('/nowhere');
const ROOTS = {
  folder: '',
  synthetic: 'data/spot/daily/klines/BTCUSDT/1h/',
  prefixed: 'mirrors/binance/',
};
const names = ['folder', 'synthetic', 'prefixed'] as const;
const nameOf = (entry: ListEntry): string => (entry.kind === 'object' ? entry.object.key : entry.prefix);

async function bytesOf(source: ObjectSource, key: string, start: number, end: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(source.read(key, { start, end })));
}
async function all(source: ObjectSource, prefix: string, delimiter?: string): Promise<ListEntry[]> {
  return [...(await source.list({ prefix, delimiter, after: '', limit: 10_000 })).entries];
}

describe.each(names)('a %s source', (name) => {
  test('says of an object in a listing what it says of it alone, and has its bytes', async () => {
    const source = of(name);
    const entries = await all(source, ROOTS[name]);
    expect(entries.length).toBeGreaterThan(5);
    for (const entry of entries) {
      if (entry.kind !== 'object') throw new Error('nothing is grouped without a delimiter');
      const { key, size, etag } = entry.object;
      expect(await source.stat(key)).toEqual(entry.object);
      const content = await bytesOf(source, key, 0, size);
      expect(content.length).toBe(size);
      expect(createHash('md5').update(content).digest('hex')).toBe(etag);
    }
  });

  test('gives any span of an object as it is in the whole', async () => {
    const source = of(name);
    const [entry] = await all(source, ROOTS[name]);
    if (entry?.kind !== 'object') throw new Error('no object');
    const { key, size } = entry.object;
    const whole = await bytesOf(source, key, 0, size);
    const span = fc.tuple(fc.integer({ min: 0, max: size }), fc.integer({ min: 0, max: size }));
    await fc.assert(
      fc.asyncProperty(span, async ([one, other]) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        expect(await bytesOf(source, key, start, end)).toEqual(whole.subarray(start, end));
      }),
      { numRuns: 20 },
    );
  });

  test('lists in the order of UTF-8 bytes, the same in pages of any size', async () => {
    const source = of(name);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.constantFrom(undefined, '/'), async (limit, by) => {
        const expected = (await all(source, ROOTS[name], by)).map(nameOf);
        const order = [...expected].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(expected).toEqual(order);
        const found: string[] = [];
        for (let more = true; more; ) {
          const after = found.at(-1) ?? '';
          const page = await source.list({ prefix: ROOTS[name], delimiter: by, after, limit });
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          found.push(...page.entries.map(nameOf));
          more = page.truncated;
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  test('has nothing under other keys', async () => {
    const source = of(name);
    const part = fc.constantFrom('..', '.', '', 'a', 'etc', 'out', 'passwd', '\\', '\0', 'nowhere');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const key = ROOTS[name] + parts.join('/');
        expect(await source.stat(key)).toBeUndefined();
      }),
    );
    expect(await all(source, `${ROOTS[name]}nowhere/`)).toEqual([]);
  });
});

test('a link is not followed: not to a file, not to a folder, not in a listing', async () => {
  const source = of('folder');
  expect(await source.stat('out/passwd')).toBeUndefined();
  await expect(bytesOf(source, 'out/passwd', 0, 5)).rejects.toThrow('no such file');
  expect(await all(source, 'out/')).toEqual([]);
  expect((await all(source, '', '/')).map(nameOf)).not.toContain('out/');
});

test('a folder that does not exist is an empty bucket', async () => {
  expect(await all(folderSource('/nowhere/at/all'), '')).toEqual([]);
});

test('below a prefix nothing stands beside it', async () => {
  const source = of('prefixed');
  expect(await source.stat('a/1')).toBeUndefined();
  expect(await all(source, 'a/')).toEqual([]);
  expect((await all(source, 'mirrors/binance/a/')).map(nameOf)).toEqual([
    'mirrors/binance/a/1',
    'mirrors/binance/a/2',
    'mirrors/binance/a/b/3',
  ]);
});

test('a synthetic symbol has its days with a sidecar each, and none before or after its life', async () => {
  const keys = (await all(small(), ROOTS.synthetic)).map(nameOf);
  const days = ['01', '02', '03', '04', '05'];
  expect(keys).toEqual(
    days.flatMap((day) => {
      const key = `${ROOTS.synthetic}BTCUSDT-1h-2025-07-${day}.zip`;
      return [key, `${key}.CHECKSUM`];
    }),
  );
  const [zipKey = '', sidecarKey = ''] = keys;
  const source = small();
  const size = (await source.stat(zipKey))?.size ?? 0;
  const text = (await bytesOf(source, sidecarKey, 0, 1_000)).toString();
  const sha256 = createHash('sha256')
    .update(await bytesOf(source, zipKey, 0, size))
    .digest('hex');
  expect(text).toContain(sha256);
});
