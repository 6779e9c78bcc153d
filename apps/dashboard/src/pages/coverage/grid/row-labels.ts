import type { GridRow } from './grid.ts';

/** Markets as they stand beside a symbol, where there is little room. */
const SHORT: Readonly<Record<string, string>> = { futures_um: 'um', futures_cm: 'cm' };

/** The names of rows, the shortest that differ: symbol and interval, and market and type where there are several. */
export function rowLabels(rows: readonly GridRow[]): string[] {
  const hasMarkets = new Set(rows.map(({ market }) => market)).size > 1;
  const hasTypes = new Set(rows.map(({ dataType }) => dataType)).size > 1;
  return rows.map(({ symbol, interval, market, dataType }) => {
    const more = [...(hasMarkets ? [SHORT[market] ?? market] : []), ...(hasTypes ? [dataType] : [])];
    return [symbol, ...(interval === null ? [] : [interval]), ...more].join(' ');
  });
}
