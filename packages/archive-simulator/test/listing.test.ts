import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSource, type Simulator, startSimulator, syntheticSource } from '../src/index.ts';

const KEYS = [
  'a/1',
  'a/2',
  'a/b/3',
  'a-1',
  'a.1',
  'a b+c',
  'b/币/1',
  'b/\u{1f600}/1',
  'b/\uff5e/1',
  'c&<d>',
  'zz',
];
const sorted = [...KEYS].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => name === 'Contents' || name === 'CommonPrefixes',
});

let folder: string;
let simulator: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  for (const key of KEYS) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), key);
  }
  simulator = await startSimulator({ bucket: 'b', source: folderSource(folder) });
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

interface Page {
  readonly Contents?: { readonly Key: string }[];
  readonly CommonPrefixes?: { readonly Prefix: string }[];
  readonly IsTruncated: string;
  readonly NextMarker?: string;
  readonly NextContinuationToken?: string;
  readonly KeyCount?: string;
}

async function page(query: Record<string, string>, from: Simulator = simulator): Promise<Page> {
  const response = await fetch(`${from.url}/${from.bucket}?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return parser.parse(await response.text()).ListBucketResult;
}

function namesOf(one: Page, decode = (text: string): string => text): string[] {
  const keys = (one.Contents ?? []).map(({ Key }) => decode(Key));
  return [...keys, ...(one.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix))];
}

/** All names, page by page, by either version of the operation. */
async function listAll(version: 1 | 2, query: Record<string, string>): Promise<string[]> {
  const names: string[] = [];
  let position: Record<string, string> = version === 2 ? { 'list-type': '2' } : {};
  for (;;) {
    const one = await page({ ...query, ...position });
    const here = namesOf(one);
    names.push(...here);
    if (version === 2) expect(one.KeyCount).toBe(String(here.length));
    if (one.IsTruncated === 'false') return names;
    expect(one.NextMarker !== undefined).toBe(version === 1 && query.delimiter !== undefined);
    position =
      version === 2
        ? { 'list-type': '2', 'continuation-token': one.NextContinuationToken ?? '' }
        : { marker: one.NextMarker ?? here.at(-1) ?? '' };
  }
}

/** What S3 would list, by its definition. */
function expected(prefix: string, after: string, delimiter: string | undefined): string[] {
  const names = sorted
    .filter((key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0)
    .map((key) => {
      const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 || delimiter === undefined ? key : key.slice(0, end + delimiter.length);
    });
  return [...new Set(names)].filter((name) => name !== after);
}

test('pages of any size, from any marker, together hold what the bucket holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<1 | 2>(1, 2),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('', 'a', 'a/', 'b/', 'a/b/', 'x'),
      fc.constantFrom(undefined, '/', '-'),
      fc.option(fc.constantFrom(...KEYS, 'a', 'a/', 'a/b', 'b/', 'b/z', '~'), { nil: '' }),
      async (version, size, prefix, delimiter, after) => {
        const names = await listAll(version, {
          prefix,
          'max-keys': String(size),
          ...(delimiter === undefined ? {} : { delimiter }),
          [version === 1 ? 'marker' : 'start-after']: after,
        });
        expect([...names].sort()).toEqual(expected(prefix, after, delimiter).sort());
        if (delimiter === undefined) expect(names).toEqual(expected(prefix, after, undefined));
      },
    ),
    { numRuns: 150 },
  );
});

test('encoding-type=url encodes names but keeps slashes', async () => {
  const plain = await page({ prefix: '' });
  const encoded = await page({ prefix: '', 'encoding-type': 'url' });
  expect(namesOf(encoded, decodeURIComponent)).toEqual(namesOf(plain));
  expect(namesOf(encoded)).toContain('a/b/3');
  expect(namesOf(encoded)).toContain('a%20b%2Bc');
});

test('a folder is never left, and an altered file is served altered', async () => {
  const get = async (path: string): Promise<Response> => fetch(`${simulator.url}/b/${path}`);
  expect((await get('..%2f..%2fetc/passwd')).status).toBe(404);
  expect((await get('a')).status).toBe(404);
  const before = (await get('zz')).headers.get('etag');
  await writeFile(join(folder, 'zz'), 'altered');
  const after = await get('zz');
  expect(after.headers.get('etag')).not.toBe(before);
  expect(await after.text()).toBe('altered');
});

test('the synthetic archive lists each folder from its first name on, lazily', async () => {
  await using archive = await startSimulator({ source: syntheticSource({ now: new Date('2026-10-01') }) });
  const names = async (query: Record<string, string>): Promise<string[]> =>
    namesOf(await page(query, archive));
  expect(await names({ delimiter: '/' })).toEqual(['data/']);
  const symbols = await names({ delimiter: '/', prefix: 'data/spot/daily/klines/' });
  expect(symbols).toContain('data/spot/daily/klines/币安人生USDT/');
  expect(symbols).toHaveLength(14);
  const stem = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-09';
  const september = await names({ prefix: stem });
  expect(september).toHaveLength(60);
  expect(september.slice(0, 2)).toEqual([`${stem}-01.zip`, `${stem}-01.zip.CHECKSUM`]);
  expect(await names({ prefix: stem, marker: `${stem}-29~` })).toEqual([
    `${stem}-30.zip`,
    `${stem}-30.zip.CHECKSUM`,
  ]);
  expect(await names({ prefix: 'data/futures/um/daily/liquidationSnapshot/' })).toEqual([]);
});
