import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import { type CatalogReader, everyPage } from '@tapehaul/catalog';
import { tableStaging, tablesManifest } from '../directory.ts';
import type { FindingCount } from '../events/table-events.ts';
import { partitionRow } from './built/partition-row.ts';
import { FindingCounts } from './findings/finding-counts.ts';

/**
 * Writes the manifest of all tables of an output directory from the record: a line for each partition, in the order of series and
 * periods. It appears whole or stays as it was.
 */
export async function writeTablesManifest(root: string, catalog: CatalogReader): Promise<void> {
  const file = tablesManifest(root);
  await mkdir(dirname(file), { recursive: true });
  await mkdir(tableStaging(root), { recursive: true });
  // Verifying may write it at the same time.
  const part = join(tableStaging(root), `manifest-${randomUUID()}.ndjson`);
  const handle = await open(part, 'w');
  try {
    let open:
      | { readonly name: string; readonly findings: ReadonlyMap<string, readonly FindingCount[]> }
      | undefined;
    for await (const partitions of everyPage((page) => catalog.partitionsOf(page))) {
      const lines: string[] = [];
      for (const partition of partitions) {
        const name = formatSeries(partition.series);
        if (open?.name !== name) open = { name, findings: await findingsOfSeries(catalog, partition.series) };
        lines.push(`${JSON.stringify(partitionRow(partition, open.findings.get(partition.path) ?? []))}\n`);
      }
      await handle.write(lines.join(''));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

/** Findings of a series by the path of their partition. */
async function findingsOfSeries(
  catalog: CatalogReader,
  series: SeriesParts,
): Promise<ReadonlyMap<string, readonly FindingCount[]>> {
  const byPath = new Map<string, FindingCounts>();
  const query = { prefix: formatSeries(series), symbols: [series.symbol] };
  for await (const findings of everyPage((page) => catalog.findings({ ...query, ...page }))) {
    for (const { path, rule, severity, count } of findings) {
      const counts = byPath.get(path) ?? new FindingCounts();
      counts.addCount({ rule, severity, findings: 1, count });
      byPath.set(path, counts);
    }
  }
  return new Map([...byPath].map(([path, counts]) => [path, counts.counts()]));
}
