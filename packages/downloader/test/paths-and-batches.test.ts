import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HeldObject } from '../src/index.ts';
import { downloader, engine, KEY, open, root } from './one-downloader.ts';

describe('a path', () => {
  test('never leaves the target, and never leads into the state directory', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', '\0', '.tapehaul', '.TAPEHAUL');
    open();
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const bad = parts.some((one) => ['..', '.', '', '\0'].includes(one));
        fc.pre(bad || parts[0]?.toLowerCase() === '.tapehaul');
        const outcome = await downloader
          .get({ key: KEY, path: parts.join('/') })
          .catch((error) => ({ error }));
        expect(outcome.error).toMatchObject({ code: 'key_invalid' });
      }),
      { numRuns: 50 },
    );
    expect(engine.requested).toEqual([]);
  });

  test('through a link that leads out is refused where the target is confined', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'tapehaul-outside-'));
    try {
      await symlink(outside, join(root, 'data'));
      engine.has(KEY);
      expect(await open({ confined: true }).get({ key: KEY })).toMatchObject({
        status: 'failed',
        error: { retry: 'never' },
      });
      expect(await readdir(outside)).toEqual([]);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
});

describe('what is in place', () => {
  /** What the record says of an outcome. */
  const held = (one: HeldObject) => ({ find: async (key: string) => (key === KEY ? one : undefined) });

  test('as recorded is not fetched again, nor read', async () => {
    engine.has(KEY);
    const first = await open().get({ key: KEY });
    await downloader.close();
    open({ held: held(first) });
    expect(await downloader.inPlace({ key: KEY })).toMatchObject({ status: 'cached', cached: true });
    expect(await downloader.get({ key: KEY })).toMatchObject({
      status: 'cached',
      bytesFetched: 0,
      attempts: 0,
    });
    expect(engine.times(KEY)).toBe(1);
  });

  test('is fetched again where that is forced, or where its time differs', async () => {
    engine.has(KEY);
    const first = await open().get({ key: KEY });
    await downloader.close();
    expect(await open({ held: held(first), force: true }).get({ key: KEY })).toMatchObject({
      status: 'downloaded',
    });
    await downloader.close();
    open({ held: held({ ...first, mtimeMs: first.mtimeMs - 5_000 }) });
    expect(await downloader.inPlace({ key: KEY })).toBeUndefined();
  });

  test('and altered behind the back of the record is found by hashing it', async () => {
    const content = engine.has(KEY);
    const first = await open().get({ key: KEY });
    await downloader.close();
    await writeFile(first.target, Buffer.alloc(content.length));
    expect(await open({ held: held(first), paranoid: true }).get({ key: KEY })).toMatchObject({
      status: 'downloaded',
    });
    expect(await readFile(first.target)).toEqual(content);
  });

  test('without a record is taken over by the sidecar beside it', async () => {
    const content = engine.has(KEY);
    const first = await open().get({ key: KEY });
    await downloader.close();
    expect(await open().get({ key: KEY })).toMatchObject({ status: 'cached', sha256: first.sha256 });
    expect(engine.times(KEY)).toBe(1);
    expect(await readFile(first.target)).toEqual(content);
  });
});

describe('many objects', () => {
  const keys = Array.from({ length: 30 }, (_, index) => `data/${index}.zip`);

  test('have exactly one outcome each, also those that fail', async () => {
    for (const key of keys.slice(0, 20)) engine.has(key);
    engine.answers(keys[25] ?? '', new TapehaulError('access_denied', 'no'));
    const outcomes = await Array.fromAsync(open().download(keys.map((key) => ({ key }))));
    expect(outcomes.map(({ key }) => key).sort()).toEqual([...keys].sort());
    const count = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
    expect([count('downloaded'), count('failed'), count('absent')]).toEqual([20, 1, 9]);
  });

  test('are given up together when the signal aborts, and leave nothing in staging', async () => {
    const stop = new AbortController();
    for (const key of keys) engine.has(key);
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    engine.answers(keys[3] ?? '', (signal) => {
      resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const all = Array.fromAsync(open({ signal: stop.signal }).download(keys.map((key) => ({ key }))));
    const ended = all.catch((error: unknown) => error);
    await begun;
    stop.abort(new TapehaulError('cancelled', 'enough'));
    expect(await ended).toMatchObject({ code: 'cancelled' });
    await downloader.close();
    expect(await readdir(join(root, '.tapehaul/staging')).catch(() => [])).toEqual([]);
  });

  test('a reader who stops ends the work, and the engine is closed once with the downloader', async () => {
    for (const key of keys) engine.has(key);
    for await (const outcome of open().download(keys.map((key) => ({ key })))) {
      expect(outcome.status).toBe('downloaded');
      break;
    }
    await downloader.close();
    await downloader.close();
    expect(engine.closed).toBeGreaterThanOrEqual(1);
    expect(engine.requested.length).toBeLessThan(2 * keys.length);
  });
});

test('after a drain what had begun is in place, and what had not waits until it is given up', async () => {
  const content = engine.has(KEY);
  const { promise: answer, resolve } = Promise.withResolvers<Buffer>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  engine.answers(KEY, () => {
    begin();
    return answer;
  });
  engine.has('data/b.zip');
  const first = open().get({ key: KEY });
  await begun;
  const drained = downloader.drain();
  const stop = new AbortController();
  const second = downloader.get({ key: 'data/b.zip' }, stop.signal).catch((error: unknown) => error);
  resolve(content);
  expect(await first).toMatchObject({ status: 'downloaded' });
  await drained;
  expect(engine.times('data/b.zip')).toBe(0);
  stop.abort();
  expect(await second).toMatchObject({ code: 'cancelled' });
});

test('an object larger than is accepted is refused, whatever the engine does', async () => {
  engine.has(KEY);
  await open({ maxObjectBytes: 50 }).get({ key: KEY });
  expect(engine.transfers.find(({ key }) => key === KEY)?.maxBytes).toBe(50);
});
