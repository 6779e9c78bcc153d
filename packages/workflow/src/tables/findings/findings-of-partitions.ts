import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import { type CatalogReader, everyPage, everyRow } from '@tapehaul/catalog';
import type { RowFinding } from '@tapehaul/tables';

/** The findings of some partitions of a series, by the paths of those that have any; all findings of the series are read. */
export async function findingsOfPartitions(
  catalog: Pick<CatalogReader, 'findings'>,
  series: SeriesParts,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly RowFinding[]>> {
  const found = new Map<string, RowFinding[]>();
  const query = { prefix: formatSeries(series), symbols: [series.symbol], limit: 1_000 };
  for await (const record of everyRow(everyPage((page) => catalog.findings({ ...query, ...page })))) {
    const { path, series: _, ...finding } = record;
    if (!paths.has(path)) continue;
    const known = found.get(path);
    if (known === undefined) found.set(path, [finding]);
    else known.push(finding);
  }
  return found;
}
