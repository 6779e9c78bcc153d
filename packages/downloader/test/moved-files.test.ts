import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import type { DownloaderOptions } from '../src/index.ts';
import { ArchiveEngine, sidecar, zip } from './archive-engine.ts';
import { failure, untilStopped } from './bench.ts';
import { downloader, engine, KEY, open } from './one-downloader.ts';

/** Opens the downloader of a test and collects what it reports as moved: the change, the key and the engine. */
function record(options: Partial<DownloaderOptions> = {}): string[] {
  const moves: string[] = [];
  open({ ...options, onMove: (change, { key, engine: by }) => moves.push(`${change} ${key} ${by}`) });
  return moves;
}
const [BEGAN, ENDED] = [`began ${KEY} scripted`, `ended ${KEY} scripted`];

describe('a file is reported as transferring', () => {
  test('from the request until it has arrived, without its sidecar', async () => {
    const content = engine.has(KEY);
    const during: string[] = [];
    engine.answers(KEY, async () => {
      during.push(...moves);
      return content;
    });
    const moves = record();
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded', proof: 'sidecar' });
    expect(during).toEqual([BEGAN]);
    expect(moves).toEqual([BEGAN, ENDED]);
    expect(engine.times(`${KEY}.CHECKSUM`)).toBe(1);
  });

  test('once for each attempt when it fails and is retried', async () => {
    engine.answers(KEY, failure('connection_failed'), failure('server_error'), zip());
    const moves = record({ checksum: false });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded', attempts: 3 });
    expect(moves).toEqual([BEGAN, ENDED, BEGAN, ENDED, BEGAN, ENDED]);
  });

  test('once for each attempt when all attempts fail', async () => {
    engine.answers(KEY, failure('server_error'));
    const moves = record({ checksum: false, retry: { retries: 1, delaySeconds: 0 } });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'failed' });
    expect(moves).toEqual([BEGAN, ENDED, BEGAN, ENDED]);
  });

  test('once when the archive does not have it, because that is not retried', async () => {
    const moves = record();
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'absent' });
    expect(moves).toEqual([BEGAN, ENDED]);
  });

  test('twice when its sidecar contradicts it and both are fetched again', async () => {
    const content = zip();
    engine.answers(KEY, zip(200), content);
    engine.answers(`${KEY}.CHECKSUM`, Buffer.from(sidecar(KEY, content)));
    const moves = record();
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded', proof: 'sidecar' });
    expect(moves).toEqual([BEGAN, ENDED, BEGAN, ENDED]);
  });

  test('by each engine in turn when the first one is not available', async () => {
    const other = new ArchiveEngine('other');
    engine.answers(KEY, failure('engine_unavailable'));
    other.has(KEY);
    const moves = record({ engines: [engine, other], checksum: false });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded', engine: 'other' });
    expect(moves).toEqual([BEGAN, ENDED, `began ${KEY} other`, `ended ${KEY} other`]);
  });

  test('never when it is in place already', async () => {
    engine.has(KEY);
    await open().get({ key: KEY });
    await downloader.close();
    const moves = record();
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'cached' });
    expect(moves).toEqual([]);
  });
});

describe('a file that is aborted', () => {
  test('is reported as ended when it was transferring', async () => {
    const stop = new AbortController();
    const { begun, step } = untilStopped();
    engine.answers(KEY, step);
    const moves = record({ checksum: false });
    const result = downloader.get({ key: KEY }, stop.signal).catch((error: unknown) => error);
    await begun;
    expect(moves).toEqual([BEGAN]);
    stop.abort();
    expect(await result).toMatchObject({ code: 'cancelled' });
    await downloader.close();
    expect(moves).toEqual([BEGAN, ENDED]);
  });

  test('is not reported when it was aborted before its request', async () => {
    engine.has(KEY);
    const moves = record();
    await expect(downloader.get({ key: KEY }, AbortSignal.abort())).rejects.toBeInstanceOf(TapehaulError);
    expect(moves).toEqual([]);
  });
});
