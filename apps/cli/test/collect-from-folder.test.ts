import { existsSync } from 'node:fs';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import {
  collect,
  expectAllWhole,
  files,
  mirror,
  output,
  root,
  serve,
  simulator,
  zips,
} from './collection.ts';

const sample = join(root, '../shared/archive-sample');

describe('a folder served as the bucket', () => {
  test('whose file was altered after its sidecar was made: never published, reported, exit status 6', async () => {
    const key = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';
    await serve();
    const folder = await mirror(['2025-07-01']);
    const bytes = await readFile(join(folder, key));
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(join(folder, key), bytes);
    await simulator.close();
    await serve({ source: folderSource(folder) });

    const { exitCode, result } = await collect({ date_range: { start: '2025-07-01', end: '2025-07-01' } });
    expect(exitCode).toBe(6);
    expect(result.failures).toMatchObject([{ key, error: { code: 'checksum_disputed' } }]);
    expect(result.failures[0]?.error.message).toContain('checksum mismatch');
    expect(await files('bronze/**/*.*')).toEqual([]);
    expect((await files('.tapehaul/quarantine/**/*.*')).map((path) => basename(path))).toEqual([
      'BTCUSDT-1h-2025-07-01.zip',
      'BTCUSDT-1h-2025-07-01.zip.CHECKSUM',
    ]);
  });

  // Real objects of the archive, which are not part of the project: the test says so where they are missing.
  test.runIf(existsSync(sample))('of real objects brings all five byte for byte, proved', async () => {
    await serve({ source: folderSource(sample) });
    const parts = [
      { intervals: ['1h'], date_range: { start: '2026-05-08', end: '2026-05-09' } },
      { intervals: ['1m'], date_range: { start: '2020-01-01', end: '2020-01-03' }, partition: 'daily' },
      {
        markets: ['futures_um'],
        data_types: ['fundingRate'],
        date_range: { start: '2026-04-01', end: '2026-04-30' },
      },
    ];
    for (const part of parts) expect((await collect(part)).exitCode).toBe(0);
    await expectAllWhole(5);
    for (const zip of await zips()) {
      const [original = ''] = await Array.fromAsync(glob(`data/**/${basename(zip)}`, { cwd: sample }));
      expect(await readFile(join(output, zip))).toEqual(await readFile(join(sample, original)));
    }
  });
});
