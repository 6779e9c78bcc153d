import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CollectionResult, collectionResultSchema } from '../src/index.ts';
import { collect, collectUntil, output, simulator } from './archive.ts';
import { inRecord } from './reported.ts';

const seriesOf = async ({ run_id, metadata }: CollectionResult): Promise<unknown[]> => {
  const text = await readFile(join(output, '_runs', run_id, metadata.coverage ?? ''), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
};

test('a result says by series which requested days are held, missing and to come, and why', async () => {
  simulator.faults.add({ key: /BTCUSDT-1h-2025-07-02\.zip$/, fault: { kind: 'missing' } });
  simulator.faults.add({ key: /BTCUSDT-1h-2025-07-03\.zip$/, fault: { kind: 'status', status: 403 } });
  const result = await collect({ symbols: ['BTCUSDT', 'ETHUSDT'], planning: 'matrix' });
  const btc = {
    series: 'spot/klines/BTCUSDT/1h',
    ...{ expected: 3, held: 1, missing: 2, ours: 1, archive: 1, not_yet: 0 },
    by_state: { proved: 1, absent: 1, failed: 1 },
    reasons: [
      { verdict: 'absent', fault: 'archive', days: 1, first: '2025-07-02', last: '2025-07-02' },
      { verdict: 'failed', fault: 'ours', days: 1, first: '2025-07-03', last: '2025-07-03' },
    ],
  };
  const eth = { series: 'spot/klines/ETHUSDT/1h', expected: 3, held: 3, missing: 0, reasons: [] };
  const days = {
    series: 2,
    incomplete: 1,
    ...{ expected: 6, held: 4, missing: 2, ours: 1, archive: 1, not_yet: 0 },
  };
  expect(result.coverage).toMatchObject({ ...days, by_series: [btc, eth], not_listed: 0 });
  expect(result.metadata.days).toMatchObject(days);
  expect(collectionResultSchema.parse(result)).toEqual(result);
  expect(await seriesOf(result)).toEqual(result.coverage?.by_series);
  const recorded = await inRecord(async (record) => (await record.run(result.run_id))?.result);
  expect(recorded).toMatchObject({ coverage: result.coverage });
});

test('a result is about the days and series that its run requested, whatever else the record has', async () => {
  await collect({ symbols: ['BTCUSDT', 'ETHUSDT'], intervals: ['1h', '1d'] });
  const result = await collect({ date_range: { start: '2025-07-02', end: '2025-07-02' } });
  expect(result.coverage).toMatchObject({ series: 1, expected: 1, held: 1, missing: 0 });
  expect(result.coverage?.by_series.map(({ series }) => series)).toEqual(['spot/klines/BTCUSDT/1h']);
  const excluded = await collect({ symbols: ['*USDT'], exclude_symbols: ['ETH*'], intervals: ['1d'] });
  const series = excluded.coverage?.by_series.map(({ series: name }) => name) ?? [];
  expect(series).toContain('spot/klines/BTCUSDT/1d');
  expect(series.filter((name) => name.includes('ETH') || !name.endsWith('/1d'))).toEqual([]);
});

test('a month counts with those of its days that are requested', async () => {
  const month = { date_range: { start: '2025-06-10', end: '2025-06-12' }, partition: 'monthly' };
  expect((await collect(month)).coverage).toMatchObject({ expected: 3, held: 3, by_state: { month: 3 } });
});

test('a run that did not finish counts no days', async () => {
  const { result } = await collectUntil('started');
  expect(result).toMatchObject({
    status: 'cancelled',
    coverage: null,
    metadata: { days: null, coverage: null },
  });
});
