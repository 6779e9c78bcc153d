import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderSource, type Simulator, startSimulator } from '../src/index.ts';

const CONTENT = 'content of an object';
/** Between two whole seconds: HTTP knows whole ones only. */
const CHANGED = new Date('2026-09-02T02:00:00.500Z');
const [EARLIER, SAME, LATER] = [-1_000, -500, 1_000].map((by) =>
  new Date(CHANGED.getTime() + by).toUTCString(),
);

let folder = '';
let simulator: Simulator;
let etag = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-conditions-'));
  await writeFile(join(folder, 'a.zip'), CONTENT);
  await utimes(join(folder, 'a.zip'), CHANGED, CHANGED);
  simulator = await startSimulator({ source: folderSource(folder) });
  etag = (await get({})).headers.get('etag') ?? '';
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});
const get = (headers: Record<string, string | undefined>): Promise<Response> =>
  fetch(`${simulator.url}/${simulator.bucket}/a.zip`, {
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  });

describe('conditions on the time of the last change', () => {
  test.each([
    ['if-modified-since', EARLIER, 200],
    ['if-modified-since', SAME, 304],
    ['if-modified-since', LATER, 304],
    ['if-modified-since', 'yesterday', 200],
    ['if-unmodified-since', EARLIER, 412],
    ['if-unmodified-since', SAME, 200],
    ['if-unmodified-since', LATER, 200],
    ['if-unmodified-since', 'yesterday', 200],
  ])('%s %s answers %i', async (name, time, status) => {
    const response = await get({ [name]: time });
    expect(response.status).toBe(status);
    expect(await response.text()).toEqual(
      status === 200
        ? CONTENT
        : status === 304
          ? ''
          : expect.stringContaining('<Code>PreconditionFailed</Code>'),
    );
  });

  test.each([
    ['the same second', SAME, 206],
    ['an earlier second', EARLIER, 200],
    ['a later second', LATER, 200],
  ])('a range holds if the object is of %s', async (_, time, status) => {
    expect((await get({ range: 'bytes=0-0', 'if-range': time })).status).toBe(status);
  });

  test('a tag decides where a tag and a time are given', async () => {
    expect((await get({ 'if-none-match': '"other"', 'if-modified-since': LATER })).status).toBe(200);
    expect((await get({ 'if-none-match': etag, 'if-modified-since': EARLIER })).status).toBe(304);
    expect((await get({ 'if-match': etag, 'if-unmodified-since': EARLIER })).status).toBe(200);
    expect((await get({ 'if-match': '"other"', 'if-unmodified-since': LATER })).status).toBe(412);
  });

  test('one tag of a list is enough, quoted or bare, and * is any', async () => {
    const lists = [`"other", ${etag}`, etag.replaceAll('"', ''), '*'];
    for (const list of lists) {
      expect((await get({ 'if-match': list })).status).toBe(200);
      expect((await get({ 'if-none-match': list })).status).toBe(304);
    }
  });
});

test('any range answers what RFC 9110 says of it', async () => {
  const size = CONTENT.length;
  const end = fc.option(fc.integer({ min: 0, max: size + 3 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(end, end, async (first, last) => {
      const response = await get({ range: `bytes=${first ?? ''}-${last ?? ''}` });
      const body = await response.text();
      const isNone = first === undefined ? last === undefined : last !== undefined && last < first;
      const wanted =
        first === undefined
          ? CONTENT.slice(size - Math.min(last ?? 0, size))
          : CONTENT.slice(first, (last ?? size) + 1);
      if (isNone) expect([response.status, body]).toEqual([200, CONTENT]);
      else if (wanted === '') expect(response.status).toBe(416);
      else expect([response.status, body]).toEqual([206, wanted]);
    }),
    { numRuns: 60 },
  );
});
