import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Listing } from '../src/index.ts';

const PREFIX = 'data/spot/';
/** Largest object of S3, in bytes. */
const LARGEST = 5 * 2 ** 40;
const TIME = '2026-09-02T02:00:00.000Z';

/** An entry of a page: what is left out is no element of it. */
interface Entry {
  readonly Key?: string;
  readonly Size?: string;
  readonly ETag?: string;
  readonly LastModified?: string;
}
const whole: Entry = { Key: `${PREFIX}a.zip`, Size: '7', ETag: '"e"', LastModified: TIME };

let page = '';
const server = createServer((_, response) => response.end(page));
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const escaped = (text: string): string =>
  [...text].map((one) => (/[\w/.:"-]/.test(one) ? one : `&#${one.codePointAt(0)};`)).join('');
/** Whether XML can hold a text at all. */
const isInXml = (text: string): boolean =>
  text.isWellFormed() && [...text].every((one) => one >= ' ' && !'\ufffe\uffff'.includes(one));
const elements = (entry: object): string =>
  Object.entries(entry)
    .map(([name, text]) => `<${name}>${escaped(String(text))}</${name}>`)
    .join('');

/** What a listing of a page gives, and the messages of what is wrong with it. */
async function listed(entries: readonly object[], element: 'Contents' | 'CommonPrefixes' = 'Contents') {
  const content = entries.map((entry) => `<${element}>${elements(entry)}</${element}>`).join('');
  page = `<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated>${content}</ListBucketResult>`;
  const problems: string[] = [];
  const { port } = server.address() as AddressInfo;
  const listing = s3Listing({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'b',
    region: 'r',
    concurrency: 1,
    timeoutSeconds: 30,
    onProblem: ({ key, message }) => problems.push(`${key}: ${message}`),
  });
  try {
    const found =
      element === 'Contents' ? await Array.fromAsync(listing.objects(PREFIX)) : await listing.folders(PREFIX);
    return { found, problems };
  } finally {
    listing.close();
  }
}

describe('an object of a listing', () => {
  test.each<[string, Entry, object]>([
    ['is whole', whole, { size: 7, etag: 'e', lastModified: TIME }],
    ['is empty', { ...whole, Size: '0' }, { size: 0 }],
    ['is the largest', { ...whole, Size: String(LARGEST) }, { size: LARGEST }],
    ['has the longest key', { ...whole, Key: PREFIX + '币'.repeat(338) }, { key: PREFIX + '币'.repeat(338) }],
    ['has no change token', { ...whole, ETag: '' }, { etag: '' }],
    ['has the longest change token', { ...whole, ETag: 'e'.repeat(256) }, { etag: 'e'.repeat(256) }],
    ['has a longer change token', { ...whole, ETag: 'e'.repeat(257) }, { etag: '' }],
    ['has an invisible change token', { ...whole, ETag: 'e\u200b' }, { etag: '' }],
  ])('that %s is used, and nothing is wrong', async (_, entry, object) => {
    const { found, problems } = await listed([entry]);
    expect(found).toMatchObject([{ key: whole.Key, ...object }]);
    expect(problems).toEqual([]);
  });

  test.each<[string, Entry, RegExp]>([
    ['has no key', { Size: '7' }, /^missing: an entry has no key$/],
    ['lies elsewhere', { ...whole, Key: 'data/option/a' }, /the key is not below data\/spot\/$/],
    ['has a key that is too long', { ...whole, Key: PREFIX + '币'.repeat(339) }, /longer than 1024 bytes$/],
    ['has a key that misleads', { ...whole, Key: `${PREFIX}\u202ea` }, /characters that cannot be seen$/],
    [
      'has no size',
      { Key: `${PREFIX}a` },
      /Size is missing, expected a number of bytes up to 5497558138880$/,
    ],
    ['has a size below nothing', { ...whole, Size: '-1' }, /Size is -1/],
    ['has a broken size', { ...whole, Size: '1.5' }, /Size is 1\.5/],
    ['is too large', { ...whole, Size: String(LARGEST + 1) }, /Size is 5497558138881/],
    ['has a size of words', { ...whole, Size: 'x'.repeat(200) }, /Size is x{80}…, expected/],
  ])('that %s is left out and reported once, and the others are used', async (_, entry, said) => {
    const { found, problems } = await listed([entry, whole]);
    expect(found).toMatchObject([{ key: whole.Key }]);
    expect(problems).toEqual([expect.stringMatching(said)]);
  });

  test.each(['', 'yesterday', '2026-13-01T00:00:00Z', '2026-09-02'])(
    'of the date "%s" is used as one of unknown date, which is reported',
    async (LastModified) => {
      const { found, problems } = await listed([{ ...whole, LastModified }]);
      expect(found).toMatchObject([{ key: whole.Key, lastModified: '' }]);
      expect(problems).toEqual([expect.stringContaining('expected a UTC time')]);
    },
  );
});

test('a folder is used where it lies right below the prefix', async () => {
  const folder = (name: string) => ({ Prefix: PREFIX + name });
  const all = ['daily/', 'a/b/', '', 'file', '币/', '/'].map(folder);
  const { found, problems } = await listed(all, 'CommonPrefixes');
  expect(found).toEqual(['daily', '币']);
  expect(problems).toHaveLength(4);
});

test('whatever a page holds, each entry is used or reported, and what is reported can be seen', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '0', '9', TIME));
  const key = fc.oneof(
    text,
    text.map((name) => PREFIX + name),
  );
  const entry = fc.record({ Key: key, Size: text, ETag: text, LastModified: text }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
      const possible = entries.filter((one) => isInXml(Object.values(one).join('')));
      const { found, problems } = await listed(possible);
      const unused = problems.filter((problem) => !problem.includes('LastModified is'));
      expect(found.length + unused.length).toBe(possible.length);
      for (const object of found)
        expect(object).toMatchObject({ key: expect.stringMatching(/^data\/spot\//) });
      expect(problems.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 40 },
  );
});
