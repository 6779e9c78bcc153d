import type { PartitionMaking } from './partition-identity.ts';
import { partitionIdentity } from './partition-identity.ts';

/** Key of the entry in the metadata of a Parquet file that says what it was made from. */
export const METADATA_KEY = 'tapehaul';

/**
 * What the file of a partition says of itself: one entry, JSON with the table, its schema version, the identity and the sources with their
 * digests. It names no time, path or machine, so that the same rows give the same bytes.
 */
export function fileMetadata(table: string, making: PartitionMaking): Readonly<Record<string, string>> {
  const sources = making.sources.map(({ key, sha256 }) => ({ key, sha256 }));
  const identity = partitionIdentity(making);
  const { schemaVersion: schema_version, numbers, repair } = making;
  return { [METADATA_KEY]: JSON.stringify({ table, schema_version, identity, numbers, repair, sources }) };
}
