import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { call, data, serve } from './service.ts';

const SERIES = 10_000;
/** One of that many series lacks days. */
const EVERY = 4;
const PAGE = 1_000;

const symbolAt = (at: number): string => `S${String(at).padStart(5, '0')}USDT`;
const nameAt = (at: number): string => `spot/klines/${symbolAt(at)}/1d`;

/** A record that knows two days of each series. */
async function recordSeries(directory: string): Promise<void> {
  const catalog = openCatalog(recordPath(directory));
  for (let at = 0; at < SERIES; at += 1) {
    const series = { market: 'spot', dataType: 'klines', symbol: symbolAt(at), interval: '1d' };
    const cells = { series, partition: 'daily', first: '2025-07-01', last: '2025-07-02' } as const;
    catalog.recordCells(null, { ...cells, state: 'proved' });
    if (at % EVERY === 0) {
      const days = { first: '2025-07-03', last: `2025-07-${String(3 + (at % 7)).padStart(2, '0')}` };
      catalog.recordCells(null, { ...cells, ...days, state: 'gap' });
    }
  }
  await catalog.settled();
  await catalog.close();
}

/** All rows of a list, page by page. */
async function allPages<Row>(path: string, rowsOf: (body: Record<string, Row[]>) => Row[] | undefined) {
  const rows: Row[] = [];
  let pages = 0;
  for (let cursor = ''; ; pages += 1) {
    const { status, body } = await call('GET', `${path}&limit=${PAGE}${cursor}`);
    expect(status).toBe(200);
    rows.push(...(rowsOf(body) ?? []));
    if (body.next === null) return { rows, pages: pages + 1 };
    cursor = `&cursor=${body.next}`;
  }
}

test('ten thousand series are read to their end, a thousand at once, each of them once and in order', async () => {
  await recordSeries(join(data, 'btc'));
  await serve();
  const cells = '/v1/coverage/cells?output_directory=btc';
  const read = await allPages<{ series: string }>(cells, ({ series }) => series);
  expect(read.pages).toBe(SERIES / PAGE);
  expect(read.rows.map(({ series }) => series)).toEqual(
    Array.from({ length: SERIES }, (_, at) => nameAt(at)),
  );
  expect((await call('GET', `${cells}&limit=${2 * PAGE + 1}`)).status).toBe(400);
  const holes = await allPages<{ series: string; days: number }>(
    '/v1/coverage/holes?output_directory=btc',
    ({ rows }) => rows,
  );
  expect(new Set(holes.rows.map(({ series }) => series)).size).toBe(SERIES / EVERY);
  expect(holes.rows).toHaveLength(SERIES / EVERY);
  const days = holes.rows.map((hole) => hole.days);
  expect(days).toEqual(days.toSorted((a, b) => b - a));
});
