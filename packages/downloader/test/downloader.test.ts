import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import { ArchiveEngine, sidecar, zip } from './archive-engine.ts';
import { downloader, engine, KEY, open, root } from './one-downloader.ts';

const later = (message = 'busy'): TapehaulError => new TapehaulError('server_error', message);
/** Files below the target, without those of the downloader's own. */
const published = async (): Promise<string[]> => {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.tapehaul'))
    .map(({ name }) => name)
    .sort();
};

describe('an object', () => {
  test('is in place with its sidecar, proved, and the outcome says how', async () => {
    const content = engine.has(KEY);
    const outcome = await open().get({ key: KEY });
    expect(outcome).toMatchObject({
      key: KEY,
      path: KEY,
      target: join(root, KEY),
      status: 'downloaded',
      bytes: content.length,
      proof: 'sidecar',
      engine: 'scripted',
      attempts: 1,
      cached: false,
      etag: 'e',
      error: null,
    });
    expect(outcome.bytesFetched).toBe(content.length + sidecar(KEY, content).length);
    expect(await readFile(outcome.target)).toEqual(content);
    expect(await readFile(`${outcome.target}.CHECKSUM`, 'utf8')).toBe(sidecar(KEY, content));
    expect(sidecar(KEY, content)).toContain(outcome.sha256);
  });

  test('goes to the path that the request names', async () => {
    engine.has(KEY);
    const { target, path } = await open().get({ key: KEY, path: 'b/c/d.zip' });
    expect({ target, path }).toEqual({ target: join(root, 'b/c/d.zip'), path: 'b/c/d.zip' });
  });

  test('of which there is none is absent, and nothing is left', async () => {
    expect(await open().get({ key: KEY })).toMatchObject({
      status: 'absent',
      bytes: 0,
      error: { code: 'not_found' },
    });
    expect(await published()).toEqual([]);
  });

  test('without a sidecar is unverified, and in place', async () => {
    engine.answers(KEY, zip());
    expect(await open().get({ key: KEY })).toMatchObject({ status: 'unverified', proof: 'none' });
    expect(await published()).toEqual(['a.zip']);
  });

  test('is not proved by sidecars where those are not wanted', async () => {
    engine.has(KEY);
    expect(await open({ checksum: false }).get({ key: KEY })).toMatchObject({ proof: 'none', error: null });
    expect(engine.requested).toEqual([KEY]);
  });
});

describe('what may be wrong', () => {
  test.each([
    ['a page in place of the zip', Buffer.from('<html>'), 'not_a_zip'],
    ['a zip that is cut off', zip(5_000).subarray(0, 60), 'not_a_zip'],
    ['nothing at all', Buffer.alloc(0), 'not_a_zip'],
  ])('%s is fetched once more, refused, and never published', async (_, content, code) => {
    engine.has(KEY, content);
    const outcome = await open().get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'failed', bytes: 0, error: { code } });
    expect(engine.times(KEY)).toBe(2);
    expect(await published()).toEqual([]);
  });

  test('bytes that contradict the sidecar are put aside, and the error says it is disputed', async () => {
    engine.has(KEY);
    engine.answers(KEY, zip(101));
    const { error } = await open().get({ key: KEY });
    expect(error).toMatchObject({ code: 'checksum_disputed', retry: 'never', exitCode: 6 });
    expect(await published()).toEqual([]);
  });

  test('a doubt that passes with the next fetch is none', async () => {
    const content = engine.has(KEY);
    engine.answers(KEY, zip(101), content);
    expect(await open().get({ key: KEY })).toMatchObject({ status: 'downloaded', attempts: 2 });
  });

  test('an error that may pass is tried again as often as was said, and each wait is reported', async () => {
    const content = engine.has(KEY);
    engine.answers(KEY, later(), later(), content);
    const waits: string[] = [];
    const onRetry = (error: TapehaulError): void => void waits.push(error.code);
    expect(await open().get({ key: KEY, onRetry })).toMatchObject({ status: 'downloaded', attempts: 3 });
    expect(waits).toEqual(['server_error', 'server_error']);
  });

  test('an error that does not pass is given up after those, and is the outcome', async () => {
    engine.answers(KEY, later('still busy'));
    const outcome = await open().get({ key: KEY });
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'server_error', message: 'still busy' },
    });
    expect(engine.times(KEY)).toBe(3);
  });

  test('an error that no retry helps is not tried again', async () => {
    engine.answers(KEY, new TapehaulError('access_denied', 'no'));
    expect(await open().get({ key: KEY })).toMatchObject({
      status: 'failed',
      error: { code: 'access_denied' },
    });
    expect(engine.times(KEY)).toBe(1);
  });

  test('trouble of an engine is not the end: the next one takes over, and both are reported', async () => {
    const broken = new ArchiveEngine('broken');
    broken.answers(KEY, new TapehaulError('engine_crashed', 'gone'));
    broken.answers(`${KEY}.CHECKSUM`, new TapehaulError('engine_crashed', 'gone'));
    engine.has(KEY);
    const outcome = await open({ engines: [broken, engine] }).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'downloaded', engine: 'scripted' });
    expect(outcome.fallBacks).toContainEqual({ from: 'broken', to: 'scripted', code: 'engine_crashed' });
  });

  test('a listed size that differs is a doubt only where no sidecar decides', async () => {
    const content = engine.has(KEY);
    const listed = { key: KEY, size: content.length + 1 };
    expect(await open().get(listed)).toMatchObject({ status: 'downloaded' });
    await downloader.close();
    engine.answers('data/b.zip', content);
    expect(await open().get({ ...listed, key: 'data/b.zip' })).toMatchObject({
      status: 'failed',
      error: { code: 'size_mismatch', facts: { expected: content.length + 1, found: content.length } },
    });
  });
});
