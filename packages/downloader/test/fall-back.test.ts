import type { ErrorCode } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import type { FallBack } from '../src/index.ts';
import { ArchiveEngine } from './archive-engine.ts';
import { benchOfEachTest, failure, untilStopped } from './bench.ts';

const KEY = 'data/a.zip';
const bench = benchOfEachTest();
const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `data/${index}.zip`);

/** A downloader without sidecars whose first engine answers with the bench's own behind it. */
async function behind(first: ArchiveEngine, changes: FallBack[] = []) {
  const onFallBack = (change: FallBack): void => void changes.push(change);
  return bench().open({ engines: [first, bench().engine], checksum: false, onFallBack });
}

describe('the next engine takes over', () => {
  const troubles: ErrorCode[] = [
    ...(['engine_unavailable', 'engine_crashed', 'no_result', 'stalled', 'internal'] as const),
    ...(['tls_untrusted', 'name_not_resolved', 'proxy_refused', 'proxy_unreachable'] as const),
  ];
  test.each(troubles)('after %s, which may be trouble of the engine only', async (code) => {
    const first = new ArchiveEngine('first');
    first.answers(KEY, failure(code));
    bench().engine.has(KEY);
    const changes: FallBack[] = [];
    const downloader = await behind(first, changes);
    const change = { from: 'first', to: 'scripted', code };
    expect(await downloader.get({ key: KEY })).toMatchObject({
      error: null,
      engine: 'scripted',
      attempts: 2,
      fallBacks: [change],
    });
    expect(changes).toEqual([change]);
  });

  test('after an error that is none of tapehaul, as internal', async () => {
    const first = new ArchiveEngine('first');
    first.answers(KEY, () => Promise.reject(new RangeError('a bug')));
    bench().engine.has(KEY);
    const { error, fallBacks } = await (await behind(first)).get({ key: KEY });
    expect(error).toBeNull();
    expect(fallBacks).toMatchObject([{ code: 'internal' }]);
  });

  const answers: ErrorCode[] = [
    ...(['not_found', 'access_denied', 'throttled', 'server_error', 'connection_failed'] as const),
    ...(['truncated', 'changed_upstream', 'too_large', 'too_slow'] as const),
  ];
  test.each(answers)('never after %s, which each engine would meet', async (code) => {
    const first = new ArchiveEngine('first');
    first.answers(KEY, failure(code));
    bench().engine.has(KEY);
    const outcome = await (await behind(first)).get({ key: KEY });
    expect(outcome).toMatchObject({ engine: 'first', attempts: 1, fallBacks: [], error: { code } });
    expect(bench().engine.requested).toEqual([]);
  });

  test('never once the call is stopped', async () => {
    const first = new ArchiveEngine('first');
    const { begun, step } = untilStopped('stalled');
    first.answers(KEY, step);
    bench().engine.has(KEY);
    const stop = new AbortController();
    const ended = (await behind(first)).get({ key: KEY }, stop.signal).catch((error: unknown) => error);
    await begun;
    stop.abort();
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(bench().engine.requested).toEqual([]);
  });
});

describe('an engine is not used again', () => {
  test('once it says that it is unavailable', async () => {
    const first = new ArchiveEngine('first');
    for (const key of keys(3)) {
      first.answers(key, failure('engine_unavailable'));
      bench().engine.has(key);
    }
    const downloader = await behind(first);
    for (const key of keys(3)) expect(await downloader.get({ key })).toMatchObject({ engine: 'scripted' });
    expect(first.requested).toEqual(['data/0.zip']);
  });

  test('unless all are unavailable: then the last one says why', async () => {
    const first = new ArchiveEngine('first');
    for (const one of [first, bench().engine]) one.answers(KEY, failure('engine_unavailable'));
    const downloader = await behind(first);
    for (const _ of [1, 2]) {
      const { status, error } = await downloader.get({ key: KEY });
      expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'engine_unavailable' });
    }
    expect([first.times(KEY), bench().engine.times(KEY)]).toEqual([1, 2]);
  });

  test('after three transfers in a row that only another found a way for', async () => {
    const first = new ArchiveEngine('first');
    for (const key of keys(5)) {
      first.answers(key, failure('name_not_resolved'));
      bench().engine.has(key);
    }
    const downloader = await behind(first);
    for (const key of keys(5)) await downloader.get({ key });
    expect(first.requested).toEqual(keys(3));
  });

  test('but is where it found a way in between, and where nobody did', async () => {
    const first = new ArchiveEngine('first');
    const { engine } = bench();
    for (const key of keys(8)) first.answers(key, failure('name_not_resolved'));
    first.has('data/2.zip');
    for (const key of keys(5)) engine.has(key);
    for (const key of keys(8).slice(5)) engine.answers(key, failure('name_not_resolved'));
    const downloader = await behind(first);
    for (const key of keys(8)) await downloader.get({ key });
    expect(first.requested).toEqual(keys(8));
  });
});

describe('the engine that a transfer should use first', () => {
  test('has the others behind it', async () => {
    const other = new ArchiveEngine('other');
    other.answers(KEY, failure('engine_crashed'));
    bench().engine.has(KEY);
    const engines = [bench().engine, other] as const;
    const downloader = await bench().open({ engines, checksum: false, choose: () => 'other' });
    expect((await downloader.get({ key: KEY })).fallBacks).toEqual([
      { from: 'other', to: 'scripted', code: 'engine_crashed' },
    ]);
  });

  test('is the first of the list where no engine is called that', async () => {
    bench().engine.has(KEY);
    const engines = [bench().engine, new ArchiveEngine('other')] as const;
    const downloader = await bench().open({ engines, choose: () => 'nobody' });
    expect(await downloader.get({ key: KEY })).toMatchObject({ engine: 'scripted', fallBacks: [] });
  });
});

test('a transfer that is tried again begins with the first engine again', async () => {
  const first = new ArchiveEngine('first');
  const { engine, open } = bench();
  const content = engine.has(KEY);
  first.answers(KEY, failure('engine_crashed'), content);
  engine.answers(KEY, failure('engine_crashed'));
  const retry = { retries: 1, delaySeconds: 0 };
  const downloader = await open({ engines: [first, engine], checksum: false, retry });
  expect(await downloader.get({ key: KEY })).toMatchObject({ engine: 'first', attempts: 3, error: null });
  expect([first.times(KEY), engine.times(KEY)]).toEqual([2, 1]);
});
