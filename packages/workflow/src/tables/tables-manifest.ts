import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CatalogReader, everyPage } from '@tapehaul/catalog';
import { tableStaging, tablesManifest } from '../directory.ts';
import { partitionFindings } from './built/partition-findings.ts';
import { partitionRow } from './built/partition-row.ts';

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
    for await (const partitions of everyPage((page) => catalog.partitionsOf(page))) {
      const findings = await partitionFindings(catalog, partitions);
      const lines = partitions.map(
        (partition) => `${JSON.stringify(partitionRow(partition, findings.get(partition.path) ?? []))}\n`,
      );
      await handle.write(lines.join(''));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}
