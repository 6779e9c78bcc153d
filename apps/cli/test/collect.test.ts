import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import { collect, directory, expectAllWhole, files, output, serve, simulator, zips } from './collection.ts';

describe('tapehaul collect', () => {
  test.each(
    someOf(
      [
        ['auto', 's3', {}],
        ['s3', 's3', { enable_s5cmd: false }],
        ['s5cmd', 's5cmd', { engine: 's5cmd' }],
        ['s5cmd', 's5cmd', { engine: 's5cmd', enable_batch_mode: false }],
      ],
      2,
    ),
  )(
    'over %s (%s) %j brings every file, proved; the second run moves nothing',
    async (mode, engine, config) => {
      await serve();
      const first = await collect(config);
      expect(first.exitCode).toBe(0);
      expect(first.events).toContainEqual(expect.objectContaining({ kind: 'started', engine: mode }));
      const proved = { kind: 'file', status: 'downloaded', proof: 'sidecar', engine, attempts: 1 };
      expect(first.events.filter((event) => event.kind === 'file')).toEqual(
        Array.from({ length: 15 }, () => expect.objectContaining(proved)),
      );
      expect(first.result).toMatchObject({
        kind: 'result',
        status: 'completed',
        output_directory: output,
        success_rate: 100,
        collection_stats: {
          total_tasks: 15,
          successful_tasks: 15,
          failed_tasks: 0,
          skipped_tasks: 0,
          success_rate: 100,
        },
        downloader_stats: { files_downloaded: 15, cache_hits: 0, s5cmd_available: mode !== 's3' },
      });
      expect(await zips()).toContain(
        'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=15/BTCUSDT-1h-2025-07-15.zip',
      );
      await expectAllWhole(15);

      simulator.requests.clear();
      const second = await collect({ ...config, planning: 'matrix' });
      expect(second.exitCode).toBe(0);
      expect(second.result).toMatchObject({
        status: 'completed',
        collection_stats: { total_tasks: 15, successful_tasks: 0, skipped_tasks: 15, success_rate: 100 },
        downloader_stats: { total_bytes: 0, cache_hits: 15, batches_processed: 0, success_rate: 100 },
      });
      expect(simulator.requests.count()).toBe(0);
    },
  );

  test('counts the lines of batches: one for each file, since sidecars use plain S3', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const { events, result } = await collect({ engine: 's5cmd', batch_size: 10 });
    const batches = events.filter((event) => event.kind === 'batch');
    expect(batches.map((batch) => batch.transfers)).toEqual([10, 5]);
    expect(result.downloader_stats.batches_processed).toBe(2);
  });

  test('uses plain S3 and says so when no s5cmd is available', async () => {
    await serve();
    const { exitCode, events } = await collect({}, { S5CMD_PATH: join(directory, 'none') });
    expect(exitCode).toBe(0);
    const why = expect.stringContaining('no s5cmd that answers');
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'started', engine: 's3', why_not_s5cmd: why }),
    );
    await expectAllWhole(15);
  });

  test('falls back to plain S3, file by file, when s5cmd dies, and says so', { tags: 'heavy' }, async () => {
    await serve();
    const dying = join(directory, 's5cmd');
    await writeFile(dying, '#!/bin/sh\n[ "$1" = version ] && echo v2.3.0 && exit 0\nkill -9 $$\n', {
      mode: 0o755,
    });
    const { exitCode, events, result } = await collect({ engine: 's5cmd' }, { S5CMD_PATH: dying });
    expect(exitCode).toBe(0);
    expect(events.filter((event) => event.kind === 'fall_back')).toHaveLength(15);
    expect(result.downloader_stats.fall_backs).toBe(15);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'file', status: 'downloaded', engine: 's3' }),
    );
    await expectAllWhole(15);
  });

  test('collects months and names in any script', { tags: 'heavy' }, async () => {
    await serve();
    const june = { start: '2026-06-01', end: '2026-06-30' };
    const { exitCode } = await collect({ symbols: ['币安人生USDT'], date_range: june });
    expect(exitCode).toBe(0);
    expect(await zips()).toEqual([
      'bronze/binance/spot/klines/symbol=币安人生USDT/year=2026/month=06/币安人生USDT-1h-2026-06.zip',
    ]);
  });

  test('brings no sidecars and proves nothing with download_checksum false, and says so', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const first = await collect({ download_checksum: false });
    expect(first.exitCode).toBe(0);
    expect(first.events).toContainEqual(
      expect.objectContaining({ kind: 'file', status: 'downloaded', proof: 'none' }),
    );
    expect(await files('bronze/**/*.CHECKSUM')).toEqual([]);
    expect((await collect({ download_checksum: false })).result.downloader_stats.total_bytes).toBe(0);
    // With proof wanted, the sidecars are enough: no file is fetched again.
    simulator.requests.clear();
    const proved = await collect();
    expect(proved.result.downloader_stats).toMatchObject({ cache_hits: 15, files_downloaded: 0 });
    expect(simulator.requests.list({ method: 'GET' }).filter(({ key }) => key.endsWith('.zip'))).toEqual([]);
    await expectAllWhole(15);
  });

  test('reports what the archive does not have, and what it cannot prove', { tags: 'heavy' }, async () => {
    await serve();
    simulator.faults.add({ key: /2025-07-03\.zip$/, fault: { kind: 'missing' } });
    simulator.faults.add({ key: /2025-07-04\.zip\.CHECKSUM$/, fault: { kind: 'missing' } });
    const { exitCode, events, result } = await collect({ markets: ['spot', 'futures_cm'] });
    expect(exitCode).toBe(0);
    expect(result.absent).toEqual(['data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03.zip']);
    expect(result.verdicts).toMatchObject([{ verdict: 'never_existed', likely: 'BTCUSD_PERP' }]);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'file', status: 'unverified', proof: 'none' }),
    );
    expect(result.collection_stats).toMatchObject({
      total_tasks: 15,
      successful_tasks: 14,
      skipped_tasks: 1,
    });
    expect(result.success_rate).toBe(100);
    // A file that the archive gives no sidecar for is not fetched again either.
    const again = await collect();
    expect(again.result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 14 });
  });

  test('does not publish what a sidecar contradicted, even if the sidecar is gone the next moment', async () => {
    await serve();
    simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', fault: { kind: 'alter' } });
    const sidecar = /2025-07-03\.zip\.CHECKSUM$/;
    simulator.faults.add({
      key: sidecar,
      method: 'GET',
      times: 1,
      fault: { kind: 'delay', milliseconds: 0 },
    });
    simulator.faults.add({ key: sidecar, fault: { kind: 'missing' } });
    const { exitCode, result } = await collect({ task_retry_attempts: 0, enable_s5cmd: false });
    expect(exitCode).toBe(3);
    expect(result.failures).toMatchObject([{ attempts: 1, error: { code: 'checksum_mismatch' } }]);
    await expectAllWhole(14);
  });

  test.each([[{ engine: 's5cmd' }], [{ enable_s5cmd: false }]])(
    'does not take the 404 of another server for absence %j',
    { tags: 'heavy' },
    async (config) => {
      await serve();
      const page = { kind: 'status', status: 404, body: '<html>nothing here<br></html>' } as const;
      simulator.faults.add({ key: /./, operation: 'object', fault: page });
      const impatient = { task_retry_attempts: 0, timeout_seconds: 1 };
      const { exitCode, result } = await collect({ ...config, ...impatient });
      expect(exitCode).toBe(3);
      expect(result.absent).toEqual([]);
      expect(result.failures[0]).toMatchObject({ attempts: 1, error: { code: 'server_error' } });
    },
  );

  test('fails one file whose path is blocked, and continues with the others', { tags: 'heavy' }, async () => {
    await serve();
    const day = 'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=03';
    await mkdir(join(output, day, 'BTCUSDT-1h-2025-07-03.zip', 'in-the-way'), { recursive: true });
    const { exitCode, result } = await collect();
    expect(exitCode).toBe(7);
    expect(result.failures).toMatchObject([{ error: { code: 'target_blocked' } }]);
    expect(result.collection_stats.successful_tasks).toBe(14);
  });
});
