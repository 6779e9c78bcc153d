import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { builtMonth, foundRows } from '@tapehaul/testkit/record';
import { beforeEach, expect, test } from 'vitest';
import { call, data, serve, url } from './service.ts';

const FINDINGS = '/v1/coverage/findings?output_directory=btc';
const DAYS = '/v1/coverage/finding-days?output_directory=btc';
const SERIES = 'spot/klines/BTCUSDT/1h';

/** Two series that are held by a month, in whose rows a build of tables found these. */
beforeEach(async () => {
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  await catalog.startRun({ runId: 'r1', flow: 'table-build', parameters: {} });
  const unchecked = { rule: 'unchecked_by_daily', severity: 'note', count: 24 } as const;
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
    const series = { market: 'spot', dataType: 'klines', symbol, interval: '1h' };
    const days = { first: '2025-07-01', last: '2025-07-31' };
    catalog.recordCells('r1', { series, partition: 'monthly', ...days, state: 'proved' });
    const found = ['2025-07-04', '2025-07-05'].map((day) => foundRows(symbol, day));
    catalog.recordPartition(builtMonth('r1', symbol, '2025-07'), [
      foundRows(symbol, '2025-07-03', unchecked),
      ...(symbol === 'BTCUSDT' ? found : []),
    ]);
  }
  await catalog.close();
  await serve();
});

test('findings of series are listed page by page, with what their rule means', async () => {
  const first = (await call('GET', `${FINDINGS}&limit=2`)).body;
  expect(first.rows).toMatchObject([
    { series: SERIES, day: '2025-07-03', rule: 'unchecked_by_daily', severity: 'note' },
    {
      ...{ series: SERIES, day: '2025-07-04', rule: 'missing_rows', severity: 'gap', count: 3 },
      ...{ counts: 'missing rows', from: '2025-07-04T12:00:00.000Z', to: '2025-07-04T14:00:00.000Z' },
      meaning: 'Steps of time have no row. One finding stands for one run of them on one day.',
      source: 'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07.zip',
    },
  ]);
  const second = (await call('GET', `${FINDINGS}&limit=2&cursor=${first.next}`)).body;
  expect(second.rows).toMatchObject([{ day: '2025-07-05' }, { series: 'spot/klines/ETHUSDT/1h' }]);
  expect(second.next).toBeNull();
});

test('findings are selected by series, days, rule and severity', async () => {
  const found = async (query: string) =>
    (await call('GET', `${FINDINGS}${query}`)).body.rows.map(
      ({ series, day }: { series: string; day: string }) => `${series.split('/')[2]} ${day}`,
    );
  expect(await found('&symbols=ETH*')).toEqual(['ETHUSDT 2025-07-03']);
  expect(await found('&severity=gap&from=2025-07-05')).toEqual(['BTCUSDT 2025-07-05']);
  expect(await found('&rule=unchecked_by_daily')).toEqual(['BTCUSDT 2025-07-03', 'ETHUSDT 2025-07-03']);
  for (const wrong of ['&rule=none', '&severity=bad', '&from=2025-02-30', '&limit=1001', '&cursor=x'])
    expect((await call('GET', FINDINGS + wrong)).status, wrong).toBeGreaterThanOrEqual(400);
});

test('days with findings are folded for the pages of cells; notes are left out, and an ETag stays', async () => {
  const { body } = await call('GET', DAYS);
  const span = { first: '2025-07-04', last: '2025-07-05', days: 2, severity: 'gap', rule: 'missing_rows' };
  expect(body).toEqual({ rows: [{ series: SERIES, spans: [span] }], next: null });
  const page = (await call('GET', `${DAYS}&limit=1`)).body;
  const cells = (await call('GET', `${DAYS.replace('finding-days', 'cells')}&limit=1`)).body;
  expect(page.next).toEqual(cells.next);
  const last = (await call('GET', `${DAYS}&limit=1&cursor=${page.next}&to=2025-07-04`)).body;
  expect(last).toEqual({ rows: [], next: null });
  expect((await call('GET', `${DAYS}&to=2025-07-04`)).body.rows[0].spans).toMatchObject([{ days: 1 }]);
  const etag = (await fetch(new URL(DAYS, url))).headers.get('etag') ?? '';
  const again = await fetch(new URL(DAYS, url), { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
});
