import { expect, test } from 'vitest';
import { changeRows } from './changed-rows.ts';
import { call, ended, serve, serveArchive, simulator, startRun } from './service.ts';

const COUNTS = '/v1/coverage/findings/counts?output_directory=btc';
const PARTITIONS = '/v1/tables/partitions?output_directory=btc';
const DAY_3 = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03.zip';
const DAY_4 = DAY_3.replace('03.zip', '04.zip');

/** Three days of candles of two symbols, in tables; the archive lacks two rows of one, and one row of another has no valid prices. */
async function collectWithTables(): Promise<string> {
  await serveArchive();
  await serve();
  await changeRows(DAY_3, (lines) => lines.toSpliced(5, 2));
  await changeRows(DAY_4, (lines) =>
    lines.map((line, row) => {
      const [time, open, high, low, ...rest] = line.split(',');
      return row === 7 ? [time, open, low, high, ...rest].join() : line;
    }),
  );
  const date_range = { start: '2025-07-02', end: '2025-07-04' };
  const run = await startRun({ tables: true, symbols: ['BTCUSDT', 'ETHUSDT'], date_range });
  await ended(run);
  return run;
}

test('partitions of a real build are listed with rows, sources, digests, findings and the run that built them', async () => {
  const run = await collectWithTables();
  const { rows, next } = (await call('GET', PARTITIONS)).body;
  expect(next).toBeNull();
  expect(rows).toMatchObject([
    {
      ...{ series: 'spot/klines/BTCUSDT/1h', period: '2025-07', state: 'present', rows: 70, run_id: run },
      ...{ first_time: '2025-07-02T00:00:00.000000Z', last_time: '2025-07-04T23:00:00.000000Z' },
      path: 'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet',
      sources: [{ rows: 24 }, { key: DAY_3, rows: 22 }, { key: DAY_4, rows: 24 }],
    },
    { series: 'spot/klines/ETHUSDT/1h', rows: 72 },
  ]);
  const [btc, eth] = rows;
  expect(btc.findings.map(({ rule, count }: { rule: string; count: number }) => `${rule} ${count}`)).toEqual(
    expect.arrayContaining(['ohlc 1', 'missing_rows 2']),
  );
  expect(eth.findings).toEqual([]);
  expect(btc.identity).toMatch(/^[0-9a-f]{64}$/);
  expect(btc.identity).not.toBe(eth.identity);
  const first = (await call('GET', `${PARTITIONS}&limit=1`)).body;
  const second = (await call('GET', `${PARTITIONS}&limit=1&cursor=${first.next}`)).body;
  expect([first.rows, second.rows]).toEqual([[btc], [eth]]);
  expect((await call('GET', `${PARTITIONS}&symbols=ETH*`)).body.rows).toEqual([eth]);
  expect((await call('GET', `${PARTITIONS}&from=2025-08-01`)).body.rows).toEqual([]);
});

test('a partition whose source was replaced since is superseded until it is built again', {
  tags: 'heavy',
}, async () => {
  await collectWithTables();
  const states = async (): Promise<string[]> =>
    (await call('GET', PARTITIONS)).body.rows.map(({ state }: { state: string }) => state);
  expect(await states()).toEqual(['present', 'present']);
  const date_range = { start: '2025-07-02', end: '2025-07-04' };
  // The archive corrects its file, and the next collection takes it.
  simulator.faults.clear();
  const again = { symbols: ['BTCUSDT', 'ETHUSDT'], date_range, planning: 'listing' };
  await ended(await startRun(again));
  expect(await states()).toEqual(['superseded', 'present']);
  await ended(await startRun({ ...again, tables: true }));
  expect(await states()).toEqual(['present', 'present']);
});

test('findings are counted by rule, data type and symbol, with what their rules mean', async () => {
  await collectWithTables();
  const { by, rows, rules } = (await call('GET', COUNTS)).body;
  expect(by).toBe('rule');
  expect(rows).toEqual([
    { value: null, rule: 'ohlc', severity: 'error', findings: 1, count: 1 },
    { value: null, rule: 'quote_bounds', severity: 'error', findings: 1, count: 1 },
    { value: null, rule: 'missing_rows', severity: 'gap', findings: 1, count: 2 },
  ]);
  expect(rules).toMatchObject([
    { name: 'ohlc', counts: 'rows', meaning: expect.stringContaining('low of a candle') },
    { name: 'quote_bounds' },
    {
      name: 'missing_rows',
      counts: 'missing rows',
      advice: expect.stringContaining('outage'),
      source: '#359',
    },
  ]);
  const bySymbol = (await call('GET', `${COUNTS}&by=symbol`)).body.rows;
  expect(bySymbol).toEqual(rows.map((row: object) => ({ ...row, value: 'BTCUSDT' })));
  const byType = (await call('GET', `${COUNTS}&by=data_type&severity=gap`)).body.rows;
  expect(byType).toEqual([{ ...rows[2], value: 'klines' }]);
  expect((await call('GET', `${COUNTS}&symbols=ETHUSDT`)).body).toEqual({ by: 'rule', rows: [], rules: [] });
  expect((await call('GET', `${COUNTS}&by=day`)).status).toBe(400);
  expect((await call('GET', `${COUNTS}&limit=1`)).status).toBe(422);
  expect((await call('GET', COUNTS.replace('btc', 'none'))).status).toBe(404);
});
