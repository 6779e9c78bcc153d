import { type ArchiveObject, formatSeries } from '@tapehaul/archive';
import { firstRows, type HoldingsReader, type ObjectRecord } from '@tapehaul/catalog';
import type { FileOutcome } from './file-outcome.ts';

/** A file in place as the catalog records it. */
export function heldObject(
  outcome: Omit<FileOutcome, 'error'>,
  runId: string,
  recordedAt: number,
): ObjectRecord {
  const { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified } = outcome;
  const place = placeInArchive(outcome.object);
  return { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified, ...place, runId, recordedAt };
}

/** Whether a record has anything held. */
export async function holdsAny(record: HoldingsReader): Promise<boolean> {
  return (await firstRows(record.held(), 1)).length > 0;
}

/** Where an object stands in the archive, as the catalog records it; nulls for what is none of the archive's. */
export function placeInArchive(
  object: ArchiveObject | undefined,
): Pick<ObjectRecord, 'series' | 'partition' | 'period'> {
  if (object === undefined) return { series: null, partition: null, period: null };
  return { series: formatSeries(object), partition: object.partition, period: object.period };
}
