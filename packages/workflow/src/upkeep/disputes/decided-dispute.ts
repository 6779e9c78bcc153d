import type { DisputeRecord } from '@tapehaul/catalog';
import type { ErrorRecord } from '@tapehaul/errors';

/** Characters that the reason of a decision may have. */
export const MOST_REASON = 2_000;

/**
 * How a decision about a disputed file ended. `accepted`: it is in place now. `held`: it was accepted before. `rejected`: it is forgotten,
 * and the next run fetches it anew. `failed`: see the error; nothing has changed.
 */
export type DecidedStatus = 'accepted' | 'held' | 'rejected' | 'failed';

/** A disputed file that a person has decided about. */
export interface DecidedDispute {
  readonly kind: 'dispute';
  readonly status: DecidedStatus;
  readonly key: string;
  /** Where it is in place, or would be, below the output directory. */
  readonly path: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** Digest of the file, and the one that its sidecar publishes. */
  readonly sha256: string;
  readonly published_sha256: string;
  /** Who decided, when (ISO 8601 UTC) and why. */
  readonly by: string | null;
  readonly at: string | null;
  readonly reason: string | null;
  readonly error: ErrorRecord | null;
}

/** A dispute, and how the decision about it ended. */
export function decidedDispute(
  { key, path, bytes, sha256, publishedSha256, decidedBy, decidedAt, reason }: DisputeRecord,
  status: DecidedStatus,
  error: ErrorRecord | null = null,
): DecidedDispute {
  const at = decidedAt === null ? null : new Date(decidedAt).toISOString();
  const digests = { sha256, published_sha256: publishedSha256 };
  return { kind: 'dispute', status, key, path, bytes, ...digests, by: decidedBy, at, reason, error };
}
