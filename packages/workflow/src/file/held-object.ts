import type { ArchiveObject } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import type { FileOutcome } from './file-outcome.ts';

/** A file in place as the catalog records it. */
export function heldObject(
  outcome: Omit<FileOutcome, 'error'>,
  runId: string,
  recordedAt: number,
): ObjectRecord {
  const { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified } = outcome;
  const depth = outcome.depth ?? 'published';
  const place = placeInArchive(outcome.object);
  return { key, path, bytes, mtimeMs, sha256, proof, depth, etag, lastModified, ...place, runId, recordedAt };
}

/** Where an object stands in the archive, as the catalog records it; nulls for what is none of the archive's. */
export function placeInArchive(
  object: ArchiveObject | undefined,
): Pick<ObjectRecord, 'series' | 'partition' | 'period'> {
  if (object === undefined) return { series: null, partition: null, period: null };
  const { market, dataType, symbol, interval, partition, period } = object;
  return { series: { market, dataType, symbol, interval }, partition, period };
}
