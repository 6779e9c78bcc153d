import { join } from 'node:path';
import type { Catalog, PartitionRecord } from '@tapehaul/catalog';
import { DigestSet } from '../../result/digest-set.ts';
import { readTablesManifest } from '../../result/tables-manifest-rows.ts';
import { fileDigest } from '../file-digest.ts';
import { describedTables } from './table-files.ts';

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
 * Records the partitions of tables whose files stand, and gives how many; once the files of the archive are recorded. First those that their
 * manifest names and whose files are as it says, then those whose files say themselves what they were made of. Neither says what was found
 * in rows: where the manifest counts something, and all sources are held, the next build makes the partition again. A file that says
 * nothing is left to the next build, too.
 */
export async function restoreTables(place: TablesPlace, signal: AbortSignal): Promise<number> {
  const { root, catalog, runId } = place;
  await catalog.settled();
  const restored = new DigestSet();
  const isKnown = (path: string): boolean => restored.has(path);
  let count = 0;
  try {
    for await (const path of restoredByManifest(place, signal)) {
      restored.add(path);
      count += 1;
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
  }
  try {
    for await (const partition of describedTables({ root, runId, isKnown, signal })) {
      catalog.recordPartition(partition, []);
      count += 1;
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
  }
  await catalog.settled();
  return count;
}

/** The paths of what is restored by the manifest. */
async function* restoredByManifest(
  { root, catalog, runId, runs }: TablesPlace,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const { partition, hasFindings } of readTablesManifest(root)) {
    const { path, sha256 } = partition;
    if ((await digestOf(join(root, path), signal)) !== sha256) continue;
    catalog.recordPartition({ ...partition, runId: runs.has(partition.runId) ? partition.runId : runId }, []);
    if (hasFindings && (await hasSources(catalog, partition))) catalog.outdatePartition(path, sha256);
    yield path;
  }
}

/** The digest of a file; null where there is none, or it cannot be read: one file keeps no other from being recorded. */
function digestOf(file: string, signal: AbortSignal): Promise<string | null> {
  return fileDigest(file, signal).catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    return null;
  });
}

async function hasSources(
  catalog: Pick<Catalog, 'findAll'>,
  { sources }: Pick<PartitionRecord, 'sources'>,
): Promise<boolean> {
  const held = await catalog.findAll(sources.map(({ key }) => key));
  return sources.every(({ key, sha256 }) => held.get(key)?.sha256 === sha256);
}
