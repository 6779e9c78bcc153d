import { seriesParts } from '@tapehaul/archive';
import type { Catalog } from '@tapehaul/catalog';

/** The trades of a symbol on a day, as they are recorded once they are built, with findings. */
export function builtDay(
  runId: string,
  symbol: string,
  day: string,
  findings: number,
): Parameters<Catalog['recordPartition']> {
  const key = `data/spot/daily/trades/${symbol}/${symbol}-trades-${day}.zip`;
  const found = Array.from({ length: findings }, (_, count) => {
    const severity = count % 2 === 0 ? ('gap' as const) : ('note' as const);
    return {
      rule: `rule-${count}`,
      severity,
      day,
      source: key,
      first: null,
      last: null,
      count,
      sample: 'a,b',
    };
  });
  const partition = {
    path: `silver/binance/trades/market=spot/symbol=${symbol}/date=${day}/${symbol}-${day}.parquet`,
    series: seriesParts(`spot/trades/${symbol}`),
    period: day,
    identity: '1f'.repeat(32),
    rows: 9,
    firstTime: 1,
    lastTime: 2,
    firstId: 3,
    lastId: 4,
    bytes: 5,
    sha256: 'ab'.repeat(32),
    schemaVersion: 1,
    writer: 'duckdb 1.5.6 v1',
    numbers: 'double' as const,
    duplicatesDropped: 0,
    inexactValues: 0,
    sources: [{ key, sha256: 'cd'.repeat(32), rows: 9 }],
    days: [{ first: day, last: day, source: key, rule: null }],
    builtAt: 6,
    runId,
  };
  return [partition, found];
}
