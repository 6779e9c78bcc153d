/** What is known of an object that is held. */
export interface HeldVersion {
  /** Size in bytes. */
  readonly bytes: number;
  /** Upstream's change token when it was fetched; null if it was not seen. */
  readonly etag: string | null;
  /** When it was fetched, in milliseconds since 1970 UTC: the modification time of its file. */
  readonly fetchedAt: number;
}

/** What upstream says of an object now. */
export interface UpstreamVersion {
  readonly size?: number | undefined;
  readonly etag?: string | undefined;
  /** UTC. */
  readonly lastModified?: string | undefined;
  /** When its sidecar was last changed, UTC; null when there is none. */
  readonly sidecarModified?: string | null | undefined;
}

/**
 * Whether upstream has replaced an object since it was fetched, as far as known: another size, another
 * ETag, or, where the ETag of then is not known, a later modification; or another sidecar. Objects are replaced in place and
 * mostly unannounced (binance-public-data #86, #134, #186, #320, #359, #438).
 */
export function isReplaced(held: HeldVersion, upstream: UpstreamVersion): boolean {
  if (upstream.size !== undefined && upstream.size !== held.bytes) return true;
  const since = (changed: string | null | undefined): boolean =>
    typeof changed === 'string' && Date.parse(changed) > held.fetchedAt;
  if (since(upstream.sidecarModified)) return true;
  if (upstream.etag !== undefined && held.etag !== null) return upstream.etag !== held.etag;
  return since(upstream.lastModified);
}
