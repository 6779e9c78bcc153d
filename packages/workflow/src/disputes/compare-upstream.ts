import type { DisputeRecord } from '@tapehaul/catalog';

/** What a source says now of an object and its sidecar; null where it does not say, times are ISO 8601 UTC. */
export interface UpstreamPair {
  /** Bytes. */
  readonly size: number | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly sidecarEtag: string | null;
  readonly sidecarModified: string | null;
}

/** Whether a source has changed an object or its sidecar; `unknown` where too little is known to say. */
export type UpstreamComparison = 'unchanged' | 'changed' | 'unknown';

/** Compares a dispute with what its source says now. */
export function compareUpstream(dispute: DisputeRecord, now: UpstreamPair): UpstreamComparison {
  if (now.size !== null && now.size !== dispute.bytes) return 'changed';
  const both = [
    compareTokens([dispute.etag, now.etag], [dispute.lastModified, now.lastModified]),
    compareTokens([dispute.sidecarEtag, now.sidecarEtag], [dispute.sidecarModified, now.sidecarModified]),
  ];
  if (both.includes('changed')) return 'changed';
  return both.includes('unknown') ? 'unknown' : 'unchanged';
}

/** Then and now: by the ETag where both are known, else by the time. */
type ThenAndNow = readonly [string | null, string | null];

function compareTokens([etag, etagNow]: ThenAndNow, [time, timeNow]: ThenAndNow): UpstreamComparison {
  if (etag !== null && etagNow !== null) return etag === etagNow ? 'unchanged' : 'changed';
  if (time === null || timeNow === null) return 'unknown';
  return secondOf(time) === secondOf(timeNow) ? 'unchanged' : 'changed';
}

/** A listing has the time in milliseconds, a header in seconds. */
function secondOf(time: string): number {
  return Math.floor(Date.parse(time) / 1_000);
}
