import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource, syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import { collect, expectAllWhole, files, mirror, serve, simulator, zips } from './collection.ts';

describe('a collection planned by listing', () => {
  const listing = {
    planning: 'listing',
    symbols: ['*USDT'],
    exclude_symbols: ['1000*', 'BNB*'],
    intervals: ['1d'],
  };

  test('takes symbols by pattern, and costs one page a series for a daily update', async () => {
    await serve({ source: syntheticSource({ maxRows: 10, now: new Date('2025-07-17') }) });
    const yesterday = { start: '2025-07-15', end: '2025-07-15' };
    const { exitCode, result } = await collect({ ...listing, date_range: yesterday });
    expect(exitCode).toBe(0);
    const series = result.collection_stats.total_tasks;
    expect(series).toBeGreaterThan(5);
    const pages = simulator.requests.list({ operation: 'list' }).map(({ key }) => key);
    expect(pages.filter((prefix) => prefix.includes('/klines/ETHUSDT/'))).toHaveLength(1);
    expect((await zips()).some((zip) => zip.includes('symbol=BNBUSDT'))).toBe(false);
  });

  test('takes files anew that were replaced upstream, and only those', { tags: 'heavy' }, async () => {
    const days = ['2025-07-01', '2025-07-02'];
    await serve();
    const folder = await mirror(days);
    await simulator.close();
    await serve({ source: folderSource(folder) });
    const config = { planning: 'listing', date_range: { start: days[0], end: days[1] } };
    // Collected by the matrix, so that no ETag is known, and collected once more.
    const byMatrix = { ...config, planning: 'matrix' };
    expect((await collect(byMatrix)).result.downloader_stats.files_downloaded).toBe(2);
    expect((await collect(byMatrix)).result.downloader_stats.cache_hits).toBe(2);

    const zip = join(folder, `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip`);
    const other = await readFile(zip.replace('07-01', '07-02'));
    const sha256 = createHash('sha256').update(other).digest('hex');
    await writeFile(zip, other);
    await writeFile(`${zip}.CHECKSUM`, `${sha256}  ${basename(zip)}`);
    const { result } = await collect(config);
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 1, cache_hits: 1 });
    await expectAllWhole(2);
  });

  test.each(['listing', 'matrix'])(
    'by %s: its files have the bytes that the plan counted',
    async (planning) => {
      await serve();
      const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
      simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', fault: denied });
      const { events } = await collect({ planning });
      const planned = events.find((event) => event.kind === 'planned');
      const done = events.filter((event) => event.kind === 'file');
      expect(done.map(({ status }) => status)).toContain('failed');
      expect(done.reduce((sum, file) => sum + file.planned_bytes, 0)).toBe(planned?.bytes_left);
      expect(planned?.bytes_left).toBeGreaterThan(10_000);
    },
  );

  test('is refused, and not taken for empty, when the archive does not let itself be listed', async () => {
    await serve();
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const { exitCode, result } = await collect({ planning: 'listing' });
    expect(result).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
    expect(exitCode).toBe(1);
    expect(await zips()).toEqual([]);
  });

  test('lays files out as the archive does on request', { tags: 'heavy' }, async () => {
    await serve();
    const range = { start: '2025-07-01', end: '2025-07-01' };
    expect((await collect({ layout: 'archive', date_range: range })).exitCode).toBe(0);
    expect(await files('data/**/*.zip')).toEqual([
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip',
    ]);
  });
});
