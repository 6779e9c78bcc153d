import { join } from 'node:path';
import type { Catalog, PartitionRecord } from '@tapehaul/catalog';
import { readTablesManifest } from '../../result/tables-manifest-rows.ts';
import { fileDigest } from '../file-digest.ts';

/** Where tables are recorded again. */
export interface TablesPlace {
  /** Output directory, absolute. */
  readonly root: string;
  readonly catalog: Catalog;
  /** The run of the repair. */
  readonly runId: string;
  /** Runs that are in the record again. */
  readonly runs: ReadonlySet<string>;
}

/**
 * Records the partitions of tables that their manifest names and whose files are as it says, and gives how many; once the files of
 * the archive are recorded. The manifest does not say what was found in rows: where something was, and all sources are held, the next
 * build makes the partition again. What comes after a line that cannot be read is left to the next build, too.
 */
export async function restoreTables(place: TablesPlace, signal: AbortSignal): Promise<number> {
  const { root, catalog, runId, runs } = place;
  await catalog.settled();
  let restored = 0;
  try {
    for await (const { partition, hasFindings } of readTablesManifest(root)) {
      const { path, sha256 } = partition;
      if ((await fileDigest(join(root, path), signal)) !== sha256) continue;
      catalog.recordPartition(
        { ...partition, runId: runs.has(partition.runId) ? partition.runId : runId },
        [],
      );
      if (hasFindings && (await hasSources(catalog, partition))) catalog.outdatePartition(path, sha256);
      restored += 1;
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
  }
  await catalog.settled();
  return restored;
}

async function hasSources(
  catalog: Pick<Catalog, 'findAll'>,
  { sources }: Pick<PartitionRecord, 'sources'>,
): Promise<boolean> {
  const held = await catalog.findAll(sources.map(({ key }) => key));
  return sources.every(({ key, sha256 }) => held.get(key)?.sha256 === sha256);
}
