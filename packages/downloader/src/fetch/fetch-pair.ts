import { rm } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import type { Staging } from '../disk/staging.ts';
import type { Claim } from '../engine/admission.ts';
import { mostBytes, SIDECAR_BYTES } from '../engine/bounds.ts';
import type { Received, Transfer } from '../engine/engine.ts';
import type { Dispute, DownloadRequest, FallBack, RetryListener } from '../engine/outcome.ts';
import type { Follower } from '../sums/follower.ts';
import type { Arrived, ArrivedPair } from '../target/target.ts';
import type { FetchTransfer } from '../transfer/fall-back.ts';

/** Objects up to this size, in bytes, are handed over in memory and proved there. */
export const IN_MEMORY = 256 * 1_024;

/** What an object has cost so far. */
export interface Effort {
  attempts: number;
  bytesFetched: number;
  engine: string | null;
  etag: string | null;
  lastModified: string | null;
  fallBacks: FallBack[];
  /** Upstream's change token of its sidecar, and when that was last modified; null where that is unknown. */
  sidecarEtag: string | null;
  sidecarModified: string | null;
  /** Set when object and sidecar contradict each other, also when both were fetched again. */
  dispute: Dispute | null;
  /** Whether any of it has begun. */
  readonly claim: Claim;
}

/** A zip that has arrived, its digest if that was taken on the way, and its sidecar if there is one. */
export interface FetchedPair {
  readonly zip: Arrived;
  readonly sha256: string | null;
  readonly sidecar: Arrived | null;
  /** Whether only a sidecar can show that the zip is the requested one. */
  readonly shared: boolean;
}

/** Where pairs are fetched to, and whether their sidecars are wanted. */
export interface FetchContext {
  readonly fetch: FetchTransfer;
  readonly staging: Staging;
  readonly checksum: boolean;
  /** Most bytes of a zip whose size is not known. */
  readonly maxObjectBytes: number;
  /** Hashes a file while it is written to a path. */
  readonly follow?: (path: string) => Follower;
  /** Whether engines are to bring them as if they were not proved, since what they brought before was in doubt. */
  readonly inDoubt?: boolean;
}

/**
 * Fetches a zip and its sidecar side by side, and notes what that cost. A sidecar that upstream does not
 * have is null. Rejects with the error of either, and then leaves neither behind.
 */
export async function fetchPair(
  request: DownloadRequest,
  context: FetchContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<FetchedPair> {
  const { key, size, likelySize, onRetry } = request;
  const path = context.staging.path(key);
  const hasher = isSmall(request) ? undefined : context.follow?.(path);
  const transfer: Transfer = {
    key,
    path,
    ...(hasher === undefined ? {} : { hasher }),
    inMemoryUpTo: IN_MEMORY,
    maxBytes: mostBytes(size, context.maxObjectBytes),
    claim: effort.claim,
    cost: effort,
    proved: context.checksum && context.inDoubt !== true,
    ...(size === undefined ? {} : { size }),
    ...(likelySize === undefined ? {} : { likelySize }),
  };
  const stop = isSmall(request) ? undefined : new AbortController();
  const until = stop === undefined ? signal : AbortSignal.any([signal, stop.signal]);
  const both = [
    hashed(
      context.fetch(transfer, until, {
        onTry: (engine) => {
          effort.attempts += 1;
          effort.engine = engine;
          // Another engine may not use it.
          hasher?.begin();
        },
        onFallBack: (change) => effort.fallBacks.push(change),
        onRetry,
      }),
      hasher,
    ),
    context.checksum ? fetchSidecar({ key, onRetry }, context, effort, until) : null,
  ] as const;
  // Where one fails, the other is wasted; a small one arrives before it could be stopped.
  if (stop !== undefined)
    for (const one of both) one?.catch((error) => stop.abort(asTapehaulError(error, until)));
  const [object, side] = await Promise.allSettled(both);
  if (object.status === 'fulfilled' && side.status === 'fulfilled') {
    const { bytes, etag, lastModified, sha256, shared = false } = object.value;
    effort.bytesFetched += bytes;
    effort.etag = etag;
    effort.lastModified = lastModified;
    return { zip: arrived(object.value, transfer.path), sha256, sidecar: side.value, shared };
  }
  if (object.status === 'fulfilled') {
    effort.bytesFetched += object.value.bytes;
    await removeArrived(arrived(object.value, transfer.path));
  }
  if (side.status === 'fulfilled' && side.value !== null) await removeArrived(side.value);
  // The one that failed first has stopped the other.
  if (stop !== undefined) stop.signal.throwIfAborted();
  throw object.status === 'rejected' ? object.reason : side.status === 'rejected' ? side.reason : undefined;
}

/** What was received, with its digest where that was taken while it came. */
async function hashed(arriving: Promise<Received>, hasher: Follower | undefined): Promise<Received> {
  if (hasher === undefined) return arriving;
  try {
    const received = await arriving;
    if (received.sha256 !== null || received.content !== null) return received;
    return { ...received, sha256: await hasher.digest(received.bytes) };
  } finally {
    hasher.drop();
  }
}

/** Whether an object is expected to be handed over in memory. */
export function isSmall({ size, likelySize = Number.POSITIVE_INFINITY }: DownloadRequest): boolean {
  return (size ?? likelySize) <= IN_MEMORY;
}

/** Stands for what was sent as a sidecar and cannot be one; in the quarantine too. */
const NO_SIDECAR: Uint8Array = Buffer.from(`longer than ${SIDECAR_BYTES} bytes, not kept\n`);

/** Fetches the sidecar of an object; null when upstream has none. Of one that is too long to be one nothing is kept. */
export async function fetchSidecar(
  { key, onRetry }: { readonly key: string; readonly onRetry?: RetryListener | undefined },
  { fetch, staging, inDoubt = false }: FetchContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Arrived | null> {
  const sidecar = sidecarKey(key);
  const path = staging.path(sidecar);
  try {
    const received = await fetch(
      // It names the object that it is of.
      {
        key: sidecar,
        path,
        inMemoryUpTo: IN_MEMORY,
        maxBytes: SIDECAR_BYTES,
        likelySize: 100,
        claim: effort.claim,
        cost: effort,
        proved: !inDoubt,
      },
      signal,
      {
        onTry: () => {},
        onFallBack: (change) => effort.fallBacks.push(change),
        onRetry,
      },
    );
    effort.bytesFetched += received.bytes;
    effort.sidecarEtag = received.etag;
    effort.sidecarModified = received.lastModified;
    return arrived(received, path);
  } catch (thrown) {
    const { code } = asTapehaulError(thrown);
    if (code === 'not_found') return null;
    if (code === 'too_large') return { kind: 'memory', bytes: NO_SIDECAR };
    throw thrown;
  }
}

function arrived({ content, bytes }: Received, path: string): Arrived {
  return content === null ? { kind: 'file', path, size: bytes } : { kind: 'memory', bytes: content };
}

/** Removes a pair that has arrived and is not wanted. */
export async function discardPair({ zip, sidecar }: ArrivedPair): Promise<void> {
  await removeArrived(zip);
  if (sidecar !== null) await removeArrived(sidecar);
}

/** Removes what has arrived and is not wanted. */
export async function removeArrived(file: Arrived): Promise<void> {
  if (file.kind === 'file') await rm(file.path, { force: true });
}
