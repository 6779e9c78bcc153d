import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import { type CatalogReader, everyPage, type PartitionRecord } from '@tapehaul/catalog';
import { tableStaging, tablesManifest } from '../directory.ts';
import type { FindingCount } from '../events/table-events.ts';
import { FindingCounts } from './table-tally.ts';

/**
 * Writes the manifest of all tables of an output directory from the record: a line for each partition, in the order of series and
 * periods. It appears whole or stays as it was.
 */
export async function writeTablesManifest(root: string, catalog: CatalogReader): Promise<void> {
  const file = tablesManifest(root);
  await mkdir(dirname(file), { recursive: true });
  await mkdir(tableStaging(root), { recursive: true });
  const part = join(tableStaging(root), 'manifest.ndjson');
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
        lines.push(`${JSON.stringify(manifestRow(partition, open.findings.get(partition.path) ?? []))}\n`);
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

function manifestRow(partition: PartitionRecord, findings: readonly FindingCount[]): object {
  const { series, period } = partition;
  return {
    path: partition.path,
    series: formatSeries(series),
    period,
    rows: partition.rows,
    first_time: isoTime(partition.firstTime),
    last_time: isoTime(partition.lastTime),
    first_id: partition.firstId,
    last_id: partition.lastId,
    bytes: partition.bytes,
    sha256: partition.sha256,
    numbers: partition.numbers,
    duplicates: partition.duplicatesDropped,
    inexact_values: partition.inexactValues,
    sources: partition.sources,
    days: partition.days,
    findings,
    identity: partition.identity,
    schema_version: partition.schemaVersion,
    writer: partition.writer,
    built_at: new Date(partition.builtAt).toISOString(),
    run: partition.runId,
  };
}

/** Microseconds since 1970 UTC as ISO 8601. */
function isoTime(microseconds: number | null): string | null {
  if (microseconds === null) return null;
  const whole = new Date(Math.floor(microseconds / 1_000)).toISOString().slice(0, -1);
  return `${whole}${String(((microseconds % 1_000) + 1_000) % 1_000).padStart(3, '0')}Z`;
}
