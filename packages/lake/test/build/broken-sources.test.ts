import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import type { TableSource } from '../../src/index.ts';
import { readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const [FIRST, SECOND] = ['2025-07-01', '2025-07-02'] as const;

/** Changes the CRC-32 that a zip states, so that only reading it whole shows the fault. */
async function breakCrc({ path }: TableSource): Promise<void> {
  const bytes = await readFile(path);
  const directory = bytes.lastIndexOf('PK\x01\x02');
  bytes.writeUInt32LE((bytes.readUInt32LE(directory + 16) ^ 1) >>> 0, directory + 16);
  bytes.writeUInt32LE((bytes.readUInt32LE(14) ^ 1) >>> 0, 14);
  await writeFile(path, bytes);
}

test('a monthly file that is broken at its end gives no row: its days come from daily files, or are not built', async () => {
  // So long that the first day is complete, and staged, before the end of the file is read.
  const [one, two] = [trades(FIRST, from(0, 50), 0), trades(SECOND, from(50, 4_000), 50)];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', [...one, ...two]);
  const daily = await sourceOf(lake.folder, AGG, SECOND, two.slice(0, 40));
  await breakCrc(monthly);
  const { built, report } = await lake.build(orderOf(lake.folder, AGG, [monthly, daily], [FIRST, SECOND]));
  expect(built.map(({ period, rows }) => [period, rows])).toEqual([[SECOND, 40]]);
  expect(built[0]?.sources).toEqual([{ key: daily.key, sha256: daily.sha256, rows: 40 }]);
  expect(built[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'source_broken', source: monthly.key, count: 0 }),
  );
  expect(report.provedDeep).toEqual([daily.key]);
  expect(report.faults).toEqual([
    { key: monthly.key, error: expect.objectContaining({ code: 'not_a_zip' }) },
  ]);
  expect(await readdir(join(lake.root, '.tapehaul/staging'))).toEqual([]);
});

test('a file with a fault that is known before takes no part and is not opened, as one that turns out to be broken', async () => {
  const fault = new TapehaulError('checksum_mismatch', 'the file is another one').toJSON();
  const other = await sourceOf(lake.folder, HOURS, SECOND, candles(SECOND, ALL_HOURS));
  const daily = { ...(await sourceOf(lake.folder, HOURS, FIRST, candles(FIRST, ALL_HOURS))), fault };
  const { built, report } = await lake.build(orderOf(lake.folder, HOURS, [daily, other], ['2025-07']));
  expect(built).toMatchObject([{ rows: 24, sources: [{ key: other.key }] }]);
  expect(built[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'source_broken', day: FIRST, sample: 'the file is another one' }),
  );
  expect(report.provedDeep).toEqual([other.key]);
  expect(report.faults).toEqual([
    { key: daily.key, error: expect.objectContaining({ code: 'checksum_mismatch' }) },
  ]);
  expect((await lake.build(orderOf(lake.folder, HOURS, [daily], ['2025-07']))).built).toEqual([]);
});

test.each([
  ['missing', ({ path }: TableSource) => rm(path), 'file_failed'],
  ['longer than it was', ({ path }: TableSource) => writeFile(path, 'x', { flag: 'a' }), 'size_mismatch'],
  ['no zip', ({ path, bytes }: TableSource) => writeFile(path, Buffer.alloc(bytes)), 'not_a_zip'],
  ['of another CRC-32', breakCrc, 'not_a_zip'],
])(
  'a daily file that is %s takes no part: the month comes from the others, and says which days it lacks',
  async (_, harm, code) => {
    const daily = await sourceOf(lake.folder, HOURS, FIRST, candles(FIRST, ALL_HOURS));
    const other = await sourceOf(lake.folder, HOURS, SECOND, candles(SECOND, ALL_HOURS));
    await harm(daily);
    const { built, report } = await lake.build(orderOf(lake.folder, HOURS, [daily, other], ['2025-07']));
    expect(report.faults).toEqual([{ key: daily.key, error: expect.objectContaining({ code }) }]);
    expect(built[0]).toMatchObject({ rows: 24, sources: [{ key: other.key, rows: 24 }] });
    const lost = built[0]?.findings.filter(({ rule }) => rule === 'source_broken');
    expect(lost).toEqual([
      expect.objectContaining({ day: FIRST, source: daily.key, severity: 'error', count: 1 }),
    ]);
  },
);

test('a partition without any sound source is not built, and what stands there stays', async () => {
  const source = await sourceOf(lake.folder, HOURS, '2025-07', candles(FIRST, ALL_HOURS));
  const { built } = await lake.build(orderOf(lake.folder, HOURS, [source], ['2025-07']));
  await breakCrc(source);
  const again = await lake.build(orderOf(lake.folder, HOURS, [source], ['2025-07']));
  expect(again.built).toEqual([]);
  expect(again.report.faults).toHaveLength(1);
  expect(await readByHyparquet(join(lake.root, built[0]?.path ?? ''))).toHaveLength(24);
});
