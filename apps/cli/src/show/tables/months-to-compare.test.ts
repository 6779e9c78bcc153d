import type { TableBuildEvent } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { MonthsToCompare } from './months-to-compare.ts';

const USUAL = { numbers: 'double', repair: 'days' } as const;

const keyOf = (period: string): string =>
  `data/spot/${period.length === 7 ? 'monthly' : 'daily'}/klines/BTCUSDT/1h/BTCUSDT-1h-${period}.zip`;

/** A partition that was built from files of these periods. */
function built(period: string, sources: readonly string[], rule = 'missing_rows'): TableBuildEvent {
  return {
    ...{
      kind: 'table',
      path: 'p',
      series: 'spot/klines/BTCUSDT/1h',
      period,
      rows: 9,
      bytes: 9,
      sha256: null,
    },
    ...{ duplicates: 0, inexact_values: 0 },
    sources: sources.map((source) => ({ key: keyOf(source), rows: source.length === 7 ? 9 : 0 })),
    findings: [{ rule, severity: 'gap', findings: 1, count: 1 }],
  };
}

const DATA = { directory: 'data', storage: { type: 'local' } } as const;

test('the daily files of months that break rules are to be collected, neighbours together', () => {
  const compare = new MonthsToCompare();
  for (const month of ['2024-12', '2025-01', '2025-03']) compare.add(built(month, [month, `${month}-01`]));
  const collect =
    'next    tapehaul collect --tables --market spot --type klines --symbol BTCUSDT --interval 1h --from 2024-12 --to 2025-01 --dir data';
  expect(compare.lines(DATA, USUAL).slice(2)).toEqual([
    collect,
    collect.replace('2024-12', '2025-03').replace('2025-01', '2025-03'),
  ]);
  expect(compare.lines(DATA, { numbers: 'decimal', repair: 'rows' })[2]).toBe(
    collect.replace('--dir', '--set tables.numbers=decimal --set tables.repair=rows --dir'),
  );
  expect(compare.lines(DATA, { numbers: 'double', repair: 'off' })).toEqual([]);
  const bucket = { type: 's3', bucket: 'lake', prefix: '', region: 'eu-central-1' } as const;
  const server = { ...bucket, prefix: 'raw', endpoint: 'http://minio.example:9000' };
  const flags = '--set use_cloud_storage=true --set storage.type=s3 --set storage.bucket=lake';
  const [first] = compare.lines({ ...DATA, storage: bucket }, USUAL).slice(2);
  expect(first).toBe(collect.replace('--dir', `${flags} --set storage.region=eu-central-1 --dir`));
  expect(compare.lines({ ...DATA, storage: server }, USUAL)[2]).toContain(
    '--set storage.prefix=raw --set storage.endpoint=http://minio.example:9000 --set storage.region=',
  );
  for (const year of ['2019', '2020', '2021', '2022']) compare.add(built(`${year}-05`, [`${year}-05`]));
  expect(compare.lines(DATA, USUAL).at(-1)).toContain('and 1 more');
});

test('a month that was named is compared by its name, also without repair', () => {
  const compare = new MonthsToCompare();
  for (const month of ['2025-02', '2025-01', '2025-05']) {
    compare.addNamed({ series: 'spot/trades/BTCUSDT', month });
  }
  const lines = compare.lines(DATA, { ...USUAL, repair: 'off' });
  expect(lines.slice(2)).toEqual([
    'next    tapehaul collect --tables --market spot --type trades --symbol BTCUSDT --from 2025-01 --to 2025-02 --compare 2025-01..2025-02 --set tables.repair=off --dir data',
    'next    tapehaul collect --tables --market spot --type trades --symbol BTCUSDT --from 2025-05 --to 2025-05 --compare 2025-05 --set tables.repair=off --dir data',
  ]);
});

test.each([
  ['its rows are those of daily files', built('2025-02', ['2025-02-01'])],
  [
    'all daily files are held',
    built('2025-02', [
      '2025-02',
      ...Array.from({ length: 28 }, (_, at) => `2025-02-${String(at + 1).padStart(2, '0')}`),
    ]),
  ],
  ['daily files would not help', built('2025-02', ['2025-02'], 'duplicate_rows')],
  [
    'the archive has no daily files',
    { ...built('2025-02', ['2025-02']), series: 'futures_um/fundingRate/BTCUSDT' },
  ],
])('nothing is to be collected for a month where %s', (_, event) => {
  const compare = new MonthsToCompare();
  compare.add(event);
  expect(compare.lines(DATA, USUAL)).toEqual([]);
});
