import type { CatalogReader, PartitionRecord } from '@tapehaul/catalog';
import { NO_IDENTITY } from '@tapehaul/catalog/rules';

/**
 * How a partition that was built compares with what is held. `present`: its sources are held as they were. `superseded`: a source was
 * replaced since, so the next build makes it again. `source_gone`: a source is not held any more, and it stays as it is. `changed`:
 * its file was found to be missing, or not as it was built; the next build makes it again.
 */
export const PARTITION_STATES = ['present', 'superseded', 'source_gone', 'changed'] as const;

/** How a partition that was built compares with what is held. */
export type PartitionState = (typeof PARTITION_STATES)[number];

/** How a partition compares with what is held, by the record alone: no file is read. */
export async function partitionState(
  record: Pick<CatalogReader, 'find'>,
  { identity, sources }: Pick<PartitionRecord, 'identity' | 'sources'>,
): Promise<PartitionState> {
  if (identity === NO_IDENTITY) return 'changed';
  let state: PartitionState = 'present';
  for (const { key, sha256 } of sources) {
    const held = await record.find(key);
    if (held === undefined) state = 'source_gone';
    else if (held.sha256 !== sha256) return 'superseded';
  }
  return state;
}
