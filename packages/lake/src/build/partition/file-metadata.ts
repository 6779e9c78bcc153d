import { originsOf } from './fold-origins.ts';
import type { PartitionDraft } from './partition-draft.ts';
import { type PartitionMaking, partitionIdentity } from './partition-identity.ts';

/** Key of the entry in the metadata of a Parquet file that says what it was made from. */
export const METADATA_KEY = 'tapehaul';

/**
 * What the file of a partition says of itself: one entry, JSON with the table, how and from what it was made, and where its days come from, so
 * that its record can be restored from it. It names no time, path or machine: the same rows give the same bytes.
 */
export function fileMetadata(
  table: string,
  making: PartitionMaking,
  { ends, parts, sources }: Pick<PartitionDraft, 'ends' | 'parts' | 'sources'>,
): Readonly<Record<string, string>> {
  const { schemaVersion, writer, numbers, repair } = making;
  const text = JSON.stringify({
    ...{ table, schema_version: schemaVersion, writer, numbers, repair },
    identity: partitionIdentity(making),
    ...{ first_time: ends.firstTime, last_time: ends.lastTime, first_id: ends.firstId, last_id: ends.lastId },
    sources: sources.map(({ key, sha256, rows }) => ({ key, sha256, rows })),
    days: originsOf(parts.map(asOfPartition)),
  });
  return { [METADATA_KEY]: text };
}

/**
 * What a source gives to a day, by what the identity of the partition knows: whether other days of the month have daily files is
 * about other partitions, and would change the bytes of this one.
 */
function asOfPartition<Part extends { readonly rule: string | null }>(part: Part): Part {
  return part.rule === 'daily_missing' ? { ...part, rule: 'unchecked_by_daily' } : part;
}
