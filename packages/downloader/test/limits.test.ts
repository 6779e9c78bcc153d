import { zeros, zipOf } from '@tapehaul/testkit/hostile';
import { describe, expect, test } from 'vitest';
import type { DownloadRequest, Engine, Outcome, Pause } from '../src/index.ts';
import { ArchiveEngine, zip } from './archive-engine.ts';
import { benchOfEachTest, failure } from './bench.ts';

const KEY = 'data/a.zip';
const MIB = 2 ** 20;
const bench = benchOfEachTest();
const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `data/${index}.zip`);

describe('most bytes of a transfer', () => {
  test.each<[string, Omit<DownloadRequest, 'key'>, number | undefined, number]>([
    ['16 GiB of an object that is not listed', {}, undefined, 16 * 2 ** 30],
    ['a mebibyte more than a small one was listed with', { size: 100 }, undefined, 100 + MIB],
    ['twice what a large one was listed with', { size: 3 * MIB }, undefined, 6 * MIB],
    ['never more than what was set', { size: 3 * MIB }, 4 * MIB, 4 * MIB],
  ])('are %s', async (_, listed, most, expected) => {
    const options = most === undefined ? {} : { maxObjectBytes: most };
    await (await bench().open(options)).get({ key: KEY, ...listed });
    const [first] = bench().engine.transfers.filter(({ key }) => key === KEY);
    expect(first?.maxBytes).toBe(expected);
  });

  test('are 1,024 of a sidecar, whatever was listed or set', async () => {
    bench().engine.has(KEY);
    await (await bench().open({ maxObjectBytes: 5_000 })).get({ key: KEY, size: 3_000 });
    expect(bench().engine.transfers.find(({ key }) => key !== KEY)?.maxBytes).toBe(1_024);
  });
});

describe('a zip', () => {
  const entries = (count: number): Buffer =>
    zipOf(Array.from({ length: count }, (_, index) => zeros(`${index}.csv`, 10)));
  /** The zip with the place of its last entry altered to that of its first. */
  const overlapping = (content: Buffer): Buffer => {
    content.writeUInt32LE(0, content.lastIndexOf('PK\x01\x02') + 42);
    return content;
  };
  const renamed = (content: Buffer): Buffer => {
    content.write('b', 30);
    return content;
  };

  test.each([
    ['of 16 entries', entries(16)],
    ['of 16 MiB of zeros', zipOf([zeros('a.csv', 16 * MIB)])],
  ])('%s is taken', async (_, content) => {
    bench().engine.has(KEY, content);
    expect(await (await bench().open()).get({ key: KEY })).toMatchObject({ status: 'downloaded' });
  });

  test.each([
    ['of 17 entries', entries(17)],
    ['of two entries at one place', overlapping(zipOf([zeros('a.csv', 9), zeros('a.csv', 9)]))],
    ['that states a byte more than 16 MiB and 250 times its size', zipOf([zeros('a.csv', 9, 16 * MIB + 1)])],
    ['of which the entries together are too large', zipOf(['a', 'b'].map((name) => zeros(name, 9, 9 * MIB)))],
  ])('%s is refused with its sidecar, fetched once and kept nowhere', async (_, content) => {
    bench().engine.has(KEY, content);
    const { error } = await (await bench().open()).get({ key: KEY });
    expect(error).toMatchObject({ code: 'zip_refused', retry: 'never' });
    expect(bench().engine.times(KEY)).toBe(1);
    expect(await bench().files()).toEqual([]);
  });

  test('that has another name before its data is none, also where its sidecar is right', async () => {
    bench().engine.has(KEY, renamed(zip()));
    expect(await (await bench().open()).get({ key: KEY })).toMatchObject({ error: { code: 'not_a_zip' } });
  });
});

test('small transfers of an engine that takes them beside the others do not wait for those', async () => {
  const { engine, open } = bench();
  const { promise: large, resolve } = Promise.withResolvers<Buffer>();
  engine.answers(KEY, () => large);
  engine.answers('data/small.zip', zip());
  const both: Engine = {
    name: 'both',
    capacity: 1,
    small: { takes: ({ size = MIB }) => size < 1_000, capacity: 1 },
    get: (transfer, signal) => engine.get(transfer, signal),
    close: () => engine.close(),
  };
  const downloader = await open({ engines: [both], checksum: false });
  const waiting = downloader.get({ key: KEY });
  const small = { key: 'data/small.zip', size: zip().length };
  expect(await downloader.get(small)).toMatchObject({ status: 'downloaded' });
  resolve(zip());
  expect(await waiting).toMatchObject({ status: 'downloaded' });
});

describe('a pause', () => {
  /** A downloader that pauses after two failures, and the pauses that it reports. */
  async function pausing(
    atMostSeconds: number,
    engines: readonly [Engine, ...Engine[]] = [bench().engine],
    onPause: () => void = () => {},
  ) {
    const pauses: [string, string, Pause][] = [];
    const downloader = await bench().open({
      engines,
      checksum: false,
      pause: { after: 2, atMostSeconds },
      onPause: (engine, { code }, pause) => {
        pauses.push([engine, code, pause]);
        onPause();
      },
    });
    return { pauses, downloader };
  }

  test('begins after failures in a row, is reported once, and ends with what is answered', async () => {
    const { engine } = bench();
    const [first = '', second = '', ...others] = keys(6);
    for (const key of [first, second]) engine.answers(key, failure('connection_failed'));
    for (const key of others) engine.answers(key, zip());
    const { pauses, downloader } = await pausing(60);
    for (const key of [first, second]) await downloader.get({ key });
    const outcomes = await Promise.all(others.map((key) => downloader.get({ key })));
    expect(outcomes.map(({ status }) => status)).toEqual(others.map(() => 'downloaded'));
    expect(pauses).toMatchObject([['scripted', 'connection_failed', {}]]);
    const [[, , pause] = []] = pauses;
    expect((pause?.waitsUntil ?? 0) - (pause?.triesAgainAt ?? 0)).toBe(60_000 - 500);
  });

  test('that lasts too long fails what waits with what the source said last, of the object that waited', async () => {
    const { engine } = bench();
    for (const key of keys(2)) engine.answers(key, failure('throttled'));
    let waiting: Promise<Outcome> | undefined;
    const { downloader } = await pausing(0.1, undefined, () => {
      waiting = downloader.get({ key: KEY });
    });
    for (const key of keys(2)) await downloader.get({ key });
    const { error = null } = (await waiting) ?? {};
    expect(error).toMatchObject({ code: 'throttled', retry: 'later' });
    expect(error?.message).toContain(`${KEY}: waited 0.1 s for the source, which said last: throttled`);
    expect(engine.times(KEY)).toBe(0);
  });

  test.each(['not_found', 'access_denied', 'truncated'] as const)('is not made of %s', async (code) => {
    for (const key of keys(5)) bench().engine.answers(key, failure(code));
    const { pauses, downloader } = await pausing(60);
    for (const key of keys(5)) await downloader.get({ key });
    expect(pauses).toEqual([]);
    expect(bench().engine.requested).toEqual(keys(5));
  });

  test('is not made of failures with an answer in between', async () => {
    const { engine } = bench();
    for (const key of keys(5)) engine.answers(key, failure('server_error'));
    engine.answers('data/1.zip', zip());
    engine.answers('data/3.zip', zip());
    const { pauses, downloader } = await pausing(60);
    for (const key of keys(5)) await downloader.get({ key });
    expect(pauses).toEqual([]);
  });

  test('is not made by an engine that stalls while another takes over', async () => {
    const stalling = new ArchiveEngine('stalling');
    for (const key of keys(5)) {
      stalling.answers(key, failure('stalled'));
      bench().engine.answers(key, zip());
    }
    const { pauses, downloader } = await pausing(60, [stalling, bench().engine]);
    for (const key of keys(5)) expect(await downloader.get({ key })).toMatchObject({ error: null });
    expect(pauses).toEqual([]);
    expect(stalling.requested).toHaveLength(5);
  });
});
