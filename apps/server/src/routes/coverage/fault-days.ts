import { type CatalogReader, everyPage, everyRow, formatSeries, type SeriesParts } from '@tapehaul/workflow';

/** A day whose rows have gaps or are wrong, and its worst finding. */
export interface FaultDay {
  /** UTC. */
  readonly day: string;
  readonly severity: 'error' | 'gap';
  /** Its rule; the first by name where several are as severe. */
  readonly rule: string;
}

/**
 * The days of a series whose rows have gaps or are wrong, in their order. Notes are not read: there may be one on each day, and a few
 * faults among them.
 */
export async function faultDays(
  record: Pick<CatalogReader, 'findings'>,
  series: SeriesParts,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<readonly FaultDay[]> {
  const { market, dataType, symbol, interval } = series;
  const its = { market, dataType, symbols: [symbol], ...(interval === null ? {} : { interval }) };
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const days = new Map<string, FaultDay>();
  for (const severity of ['error', 'gap'] as const) {
    const query = { ...its, ...range, severity, prefix: formatSeries(series), limit: 1_000 };
    const pages = everyPage((page) => record.findings({ ...query, ...page }));
    for await (const { day, rule } of everyRow(pages)) {
      const known = days.get(day);
      const isWorse = known === undefined || (known.severity === severity && rule < known.rule);
      if (isWorse) days.set(day, { day, severity, rule });
    }
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}
