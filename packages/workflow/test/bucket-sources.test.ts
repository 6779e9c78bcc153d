import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { checkTables, readSeries, rowLines } from '../src/index.ts';
import { directory, output } from './archive.ts';
import { intoLake, lake, lakeFile, lakeFiles, replaceInLake } from './bucket-lake.ts';
import { everything } from './everything.ts';
import { collectReported, inRecord } from './reported.ts';
import { build } from './table-builds.ts';

/** Collects three days of trades into the bucket. */
const collectIntoLake = (more: object = {}) =>
  collectReported({ data_types: ['trades'], ...intoLake(), ...more });
/** Path of the zip of a day in the bucket. */
const zipOf = (day: string): string => lakeFiles(`2025-07-${day}.zip`)[0] ?? '';
const unfinished = () => readdir(join(output, '.tapehaul/unfinished/tables')).catch(() => []);

describe('a build of tables in a bucket', () => {
  test.each([
    [
      'has other content',
      ['corrupt', 'checksum_mismatch', 6],
      (path: string): void => replaceInLake(path, Buffer.alloc(lakeFile(path).length)),
    ],
    [
      'has another size',
      ['corrupt', 'size_mismatch', 6],
      (path: string): void => replaceInLake(path, Buffer.from('short')),
    ],
    ['is gone', ['gone', 'not_found', 3], (path: string): void => void lake.objects.delete(`raw/${path}`)],
  ] as const)(
    'takes no rows from a file that %s, and the next collection fetches it',
    async (_, [state, code, exit], spoil) => {
      await collectIntoLake();
      spoil(zipOf('02'));
      const { result } = await build();
      expect(result).toMatchObject({
        ...{ status: 'completed_with_failures', partitions: 2, failed_months: 1, exit_code: exit },
        failures: [{ error: { code } }],
      });
      expect(lakeFiles('.parquet').map((path) => path.slice(-10, -8))).toEqual(['01', '03']);
      const series = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
      expect((await inRecord((record) => record.explainDay(series, '2025-07-02'))).state).toBe(state);
      expect((await collectIntoLake({ tables: true })).result).toMatchObject({
        status: 'completed',
        downloader_stats: { files_downloaded: 1 },
        tables: { partitions: 1, up_to_date: 2 },
      });
    },
  );

  test('says nothing of a file that the bucket does not give, and builds it the next time', {
    tags: 'heavy',
  }, async () => {
    await collectIntoLake();
    const zip = zipOf('02');
    lake.fails = (request) => request === `GET raw/${zip}`;
    const { result } = await build();
    expect(result).toMatchObject({
      ...{ status: 'completed_with_failures', partitions: 0, exit_code: 3 },
      failures: [
        { error: { code: 'server_error', message: expect.stringContaining(`s3://lake/raw/${zip}`) } },
      ],
    });
    expect(await unfinished()).toEqual([]);
    lake.fails = () => false;
    expect((await build()).result).toMatchObject({ status: 'completed', partitions: 3 });
  });
});

test('rows of a bucket are checked and printed without tables, and nothing of them stays on this machine', async () => {
  vi.stubEnv('TMPDIR', directory);
  await collectIntoLake();
  expect(await checkTables(output, everything)).toMatchObject({ partitions: 3, rows: 30, exit_code: 0 });
  expect(lakeFiles('.parquet')).toEqual([]);
  const lines: string[] = [];
  const series = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
  const { signal } = new AbortController();
  await inRecord((record) =>
    readSeries(record, output, series, {
      ...{ from: '2025-07-02', to: '2025-07-02', signal },
      take: async ({ rows }) =>
        void lines.push(...[...rowLines(rows, 'csv', { header: false })].join('').trim().split('\n')),
    }),
  );
  expect(lines).toHaveLength(10);
  expect((await readdir(directory)).filter((name) => name.startsWith('tapehaul-sources-'))).toEqual([]);
});
