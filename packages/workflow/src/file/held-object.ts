import { parseKey } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import type { Outcome } from '@tapehaul/downloader';
import { seriesName } from '../plan/series-name.ts';

/** A file in place as the catalog records it. */
export function heldObject(outcome: Outcome, runId: string, recordedAt: number): ObjectRecord {
  const { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified } = outcome;
  const object = parseKey(key);
  const place =
    object === undefined
      ? { series: null, partition: null, period: null }
      : { series: seriesName(object), partition: object.partition, period: object.period };
  return { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified, ...place, runId, recordedAt };
}
