import { type Catalog, type CatalogReader, everyPage, type PartitionRecord } from '@tapehaul/catalog';
import { hasRecord } from '../../../record.ts';
import { records } from '../../../record-store.ts';
import { readTablesManifest } from '../../../result/tables-manifest-rows.ts';

/** What is known of the tables of an output directory. */
export interface TablesRecord {
  /** The record, where it has one that can be read. */
  readonly reader?: CatalogReader;
  /** The same, where it can be written, too. */
  readonly writer?: Catalog;
}

/** Opens what is known of tables. Verifying needs no record that can be written, nor any: the manifest of tables is next best. */
export async function openTablesRecord(root: string): Promise<TablesRecord> {
  try {
    if (!(await hasRecord(root))) return {};
    const writer = await records.open(root);
    return { reader: writer, writer };
  } catch {
    return records.read(root).then(
      (reader) => ({ reader }),
      () => ({}),
    );
  }
}

/**
 * The partitions that an output directory should have, in the order of series and periods: those of the record, else those of the
 * manifest of tables.
 */
export async function* recordedTables(
  root: string,
  { reader }: TablesRecord,
): AsyncGenerator<PartitionRecord> {
  if (reader === undefined) {
    for await (const { partition } of readTablesManifest(root)) yield partition;
    return;
  }
  for await (const partitions of everyPage((page) => reader.partitionsOf(page))) yield* partitions;
}
