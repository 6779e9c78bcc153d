import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  builtSeries,
  type RowFindingRecord,
  requestedFindings,
  type Severity,
  summarizeFindings,
  VIEW_READERS,
  viewText,
} from '../src/index.ts';
import { collect, output } from './archive.ts';
import { everything } from './everything.ts';
import { inRecord } from './reported.ts';
import { build } from './table-builds.ts';

const { request } = everything;

describe('findings', () => {
  const july = { ...request, date_range: { start: '2025-07-02', end: '2025-07-02' } };

  test('are those of the requested series and days', async () => {
    await collect({ symbols: ['BTCUSDT', 'ETHUSDT'] });
    await build();
    const found = await inRecord((record) =>
      Array.fromAsync(
        requestedFindings(record, { request: { ...july, symbols: ['ETH*'] }, severity: 'gap' }),
      ),
    );
    expect(found).toMatchObject([
      { rule: 'missing_rows', day: '2025-07-02', count: 14, series: { symbol: 'ETHUSDT' } },
    ]);
    const none = { request, rule: 'ohlc' };
    expect(await inRecord((record) => Array.fromAsync(requestedFindings(record, none)))).toEqual([]);
  });

  test('are summed up by rule, with its words, the worst first', async () => {
    await collect({ symbols: ['BTCUSDT', 'ETHUSDT'] });
    await build();
    const rules = await inRecord((record) => summarizeFindings(requestedFindings(record, { request })));
    expect(rules).toMatchObject([
      {
        ...{ rule: 'missing_rows', severity: 'gap', findings: 6, days: 6, series: 2, count: 84 },
        ...{ first: '2025-07-01', last: '2025-07-03', counts: 'missing rows', source: '#359' },
      },
    ]);
  });

  test('of any kind are all counted', async () => {
    const finding = fc.record({
      rule: fc.constantFrom('ohlc', 'a rule of a later version'),
      severity: fc.constantFrom<Severity>('error', 'gap', 'note'),
      symbol: fc.constantFrom('A', 'B'),
      day: fc.constantFrom('2025-01-01', '2025-01-02'),
      count: fc.nat(9),
    });
    const check = fc.asyncProperty(fc.array(finding), async (given) => {
      const findings = given
        .map(({ symbol, ...more }): RowFindingRecord => {
          const series = { market: 'spot', dataType: 'klines', symbol, interval: '1h' };
          return { ...more, series, path: '', source: null, first: null, last: null, sample: null };
        })
        .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
      const rules = await summarizeFindings(eachOf(findings));
      for (const { rule, severity, ...sums } of rules) {
        const own = findings.filter((each) => each.rule === rule && each.severity === severity);
        expect(sums).toMatchObject({
          findings: own.length,
          days: new Set(own.map(keyOf)).size,
          series: new Set(own.map(({ series }) => series.symbol)).size,
          count: own.reduce((sum, { count }) => sum + count, 0),
        });
      }
      expect(rules.reduce((sum, { findings: some }) => sum + some, 0)).toBe(given.length);
    });
    await fc.assert(check);
  });
});

const keyOf = ({ series, day }: RowFindingRecord): string => `${series.symbol} ${day}`;

async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe('views', () => {
  const folder = (path: string) => mkdir(join(output, 'silver/binance', path), { recursive: true });

  test('are of the series whose folders have files, and of none where there are no tables', async () => {
    expect(await builtSeries(output, request)).toEqual([]);
    await folder('klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-06');
    await folder('klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07');
    await folder('klines/market=spot/symbol=BTCUSDT/interval=1s/date=2025-07-01');
    await folder('klines/market=spot/symbol=ETHUSDT/interval=1h');
    await folder('klines/market=spot/symbol=ETHUSDT/interval=2y/month=2025-07');
    await folder('trades/market=moon/symbol=BTCUSDT/date=2025-07-01');
    await folder("trades/market=spot/symbol=A'B/date=2025-07-01");
    expect(await builtSeries(output, request)).toMatchObject([
      { series: { interval: '1h' }, grain: 'month', partitions: 2, first: '2025-06', last: '2025-07' },
      { series: { interval: '1s' }, grain: 'day', partitions: 1, first: '2025-07-01' },
    ]);
    expect(await builtSeries(output, { ...request, symbols: ['ETH*'] })).toEqual([]);
  });

  test('name what a request leaves, and files of months and of days apart', async () => {
    await folder('klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07');
    await folder('klines/market=spot/symbol=BTCUSDT/interval=1s/date=2025-07-01');
    const narrow = { ...request, symbols: ['BTC*'] };
    const series = await builtSeries(output, narrow);
    const sql = viewText('duckdb', series, narrow, { outputDirectory: output });
    expect(sql).toContain('-- 1 table, 2 series in ');
    expect(sql).toContain("WHERE symbol IN ('BTCUSDT')\nUNION ALL BY NAME\n");
    expect(sql).toContain('/interval=*/month=*/*.parquet');
    expect(sql).toContain("'date': DATE");
    expect(sql).toContain('CREATE OR REPLACE VIEW ohlcv');
    const lines = viewText('polars', series, narrow, { outputDirectory: output });
    expect(lines).toContain('how="diagonal").filter(pl.col("symbol").is_in(["BTCUSDT"]))');
  });

  test.each(VIEW_READERS)('of %s begin with one comment whatever the directory is called', async (reader) => {
    const text = viewText(reader, [], request, { outputDirectory: "/a\nDROP TABLE x; 'b" });
    const [first = '', second] = text.split('\n');
    expect(first).toMatch(/^(--|#) 0 tables, 0 series in \/a DROP TABLE x; 'b\/silver\/binance$/);
    expect(second).toBe('');
  });
});
