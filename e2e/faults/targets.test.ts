import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDownloader, type DownloaderOptions, type Outcome } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryTarget } from './memory-target.ts';
import { ENGINES, openTrial, type Trial, VICTIM } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

async function get(request: object, options: Partial<DownloaderOptions> = {}): Promise<Outcome> {
  const engines = [await ENGINES.s3(trial.source)] as const;
  const downloader = createDownloader({ engines, target: trial.directory, ...options });
  const outcome = await downloader.get({ key: VICTIM, ...request });
  await downloader.close();
  return outcome;
}

describe('a path is refused', () => {
  const refused = {
    status: 'failed',
    error: { code: 'key_invalid', hint: expect.stringContaining('Give a') },
  };

  test.each(['../x.zip', '/x.zip', 'a/./x.zip', 'a//x.zip', ''])(
    'that would leave the target: "%s"',
    async (path) => {
      expect(await get({ path })).toMatchObject(refused);
      expect(await get({ keepOldAs: path })).toMatchObject(refused);
    },
  );

  test.each(['.tapehaul/catalog.db', '.Tapehaul/staging/x.zip', '.tapehaul'])(
    'that leads into the state directory: "%s"',
    async (path) => {
      await mkdir(join(trial.directory, '.tapehaul'));
      await writeFile(join(trial.directory, '.tapehaul', 'catalog.db'), 'the record');
      expect(await get({ path })).toMatchObject(refused);
      expect(await get({ keepOldAs: path })).toMatchObject(refused);
      expect(await readFile(join(trial.directory, '.tapehaul', 'catalog.db'), 'utf8')).toBe('the record');
    },
  );

  test('that leads into a state directory of another name, but not for the usual one then', async () => {
    const stateDirectory = join(trial.directory, 'state', 'of-mine');
    expect(await get({ path: 'state/x.zip' }, { stateDirectory })).toMatchObject(refused);
    expect(await get({ path: '.tapehaul/x.zip' }, { stateDirectory })).toMatchObject({
      status: 'downloaded',
    });
  });
});

test('only the archive says that an object is absent, not a target without its bucket', async () => {
  const target = new (class extends MemoryTarget {
    override publish(): never {
      throw new TapehaulError('not_found', 'there is no such bucket');
    }
  })();
  const outcome = await get({}, { target, stateDirectory: trial.directory });
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'not_found' } });
});
