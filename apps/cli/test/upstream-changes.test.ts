import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource } from '@tapehaul/archive-simulator';
import { beforeEach, describe, expect, test } from 'vitest';
import { collect, files, mirror, output, type Ran, serve, simulator } from './collection.ts';

const days = ['2025-07-01', '2025-07-02', '2025-07-03'];
const listing = {
  planning: 'listing',
  date_range: { start: days[0], end: days[2] },
  recheck: { listing_days: 0 },
};
const key = (day: string) => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-${day}.zip`;
const changes = ({ events }: Ran) =>
  events.flatMap((event) => (event.kind === 'change' ? [[event.change, event.key.slice(-14, -4)]] : []));

let folder = '';
beforeEach(async () => {
  await serve();
  folder = await mirror(days);
  await simulator.close();
  await serve({ source: folderSource(folder) });
});

/** Another version of a day's file, as the archive publishes it at times. */
async function replace(day: string, by: string): Promise<void> {
  const zip = join(folder, key(day));
  const other = await readFile(join(folder, key(by)));
  await writeFile(zip, other);
  await writeFile(`${zip}.CHECKSUM`, `${createHash('sha256').update(other).digest('hex')}  ${basename(zip)}`);
}

const digests = async (pattern: string) =>
  Promise.all((await files(pattern)).map(async (file) => hash(join(output, file))));
const hash = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

describe('a file that the archive has replaced', () => {
  test('is taken, and that is noted once', async () => {
    await collect(listing);
    await replace('2025-07-01', '2025-07-02');
    const run = await collect(listing);
    expect(changes(run)).toEqual([['replaced', '2025-07-01']]);
    expect(await files('_replaced/**/*')).toEqual([]);
    expect(new Set(await digests('bronze/**/*.zip')).size).toBe(2);
    expect(changes(await collect(listing))).toEqual([]);
  });

  test('is left alone with keep_old, and that is noted once', async () => {
    await collect(listing);
    const before = await digests('bronze/**/*.zip');
    await replace('2025-07-01', '2025-07-02');
    const run = await collect({ ...listing, on_replaced: 'keep_old' });
    expect(changes(run)).toEqual([['replaced', '2025-07-01']]);
    expect(run.result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 3 });
    expect(await digests('bronze/**/*.zip')).toEqual(before);
    expect(changes(await collect({ ...listing, on_replaced: 'keep_old' }))).toEqual([]);
  });

  test('is left alone with keep_old, also where files are hashed again', { tags: 'heavy' }, async () => {
    await collect(listing);
    const before = await digests('bronze/**/*.zip');
    await replace('2025-07-01', '2025-07-02');
    const run = await collect({ ...listing, on_replaced: 'keep_old', paranoid: true });
    expect(run.result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 3 });
    expect(await digests('bronze/**/*.zip')).toEqual(before);
  });

  test('is kept beside the new one with keep_both, with its sidecar', { tags: 'heavy' }, async () => {
    await collect(listing);
    const old = await hash(join(folder, key('2025-07-01')));
    await replace('2025-07-01', '2025-07-02');
    await collect({ ...listing, on_replaced: 'keep_both' });
    const kept = await files('_replaced/**/*.zip*');
    expect(kept).toEqual([
      expect.stringMatching(
        new RegExp(`^_replaced/bronze/.*BTCUSDT-1h-2025-07-01\\.${old.slice(0, 12)}\\.zip$`),
      ),
      expect.stringMatching(/\.zip\.CHECKSUM$/),
    ]);
    expect(await digests('_replaced/**/*.zip')).toEqual([old]);
    expect(new Set(await digests('bronze/**/*.zip')).size).toBe(2);
  });
});

describe('the archive since the last run', () => {
  test('has late and vanished files, each reported once', { tags: 'heavy' }, async () => {
    await rm(join(folder, key('2025-07-02')));
    await rm(join(folder, `${key('2025-07-02')}.CHECKSUM`));
    expect(changes(await collect(listing))).toEqual([]);
    await replace('2025-07-02', '2025-07-01');
    await rm(join(folder, key('2025-07-03')));
    await rm(join(folder, `${key('2025-07-03')}.CHECKSUM`));
    const run = await collect(listing);
    expect(changes(run).sort()).toEqual([
      ['late', '2025-07-02'],
      ['vanished', '2025-07-03'],
    ]);
    expect(await files('bronze/**/*.zip')).toHaveLength(3);
    expect(changes(await collect(listing))).toEqual([]);
  });
});
