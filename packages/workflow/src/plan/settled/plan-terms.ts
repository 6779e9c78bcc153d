import { createHash } from 'node:crypto';
import type { CollectionConfig, Matrix } from '@tapehaul/config';

/** The parts of a configuration that decide where files lie, and what its days are planned by. */
type Terms = Pick<
  CollectionConfig,
  'layout' | 'storage' | 'source' | 'planning' | 'partition' | 'download_checksum' | 'proof'
>;

/**
 * A name for what a plan depends on beside the series and days that it is for. What was settled under other terms is planned again:
 * files may lie elsewhere, and another source or matrix may have what this one lacks.
 */
export function planTerms(
  { layout, storage, source, planning, partition, download_checksum, proof }: Terms,
  matrix: Matrix,
): string {
  const terms = { layout, storage, source, planning, partition, download_checksum, proof, matrix };
  return createHash('sha256').update(JSON.stringify(terms)).digest('hex').slice(0, 16);
}
