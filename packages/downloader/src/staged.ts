import { rm } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import type { Fetch } from './fall-back.ts';
import type { DownloadRequest } from './outcome.ts';
import type { Staging } from './staging.ts';

/** A zip in staging, and its sidecar when upstream has one and it was asked for. */
export interface Staged {
  readonly zip: string;
  readonly sidecar: string | null;
}

/** What an object has cost so far. */
export interface Effort {
  attempts: number;
  bytesFetched: number;
  engine: string | null;
  etag: string | null;
}

/**
 * Fetches a zip and its sidecar side by side, and notes what that cost. A sidecar that upstream does not
 * have is null. Rejects with the error of either, and then leaves neither behind.
 */
export async function fetchStaged(
  fetch: Fetch,
  { key, size }: DownloadRequest,
  places: { readonly staging: Staging; readonly checksum: boolean },
  effort: Effort,
  signal: AbortSignal,
): Promise<Staged> {
  effort.attempts += 1;
  const zip = places.staging.path(key);
  const sidecar = places.staging.path(sidecarKey(key));
  const [object, side] = await Promise.allSettled([
    fetch({ key, path: zip, ...(size === undefined ? {} : { size }) }, signal),
    places.checksum ? fetch({ key: sidecarKey(key), path: sidecar }, signal) : undefined,
  ]);
  const arrived = side.status === 'fulfilled' && side.value !== undefined;
  const staged: Staged = { zip, sidecar: arrived ? sidecar : null };
  const failure = object.status === 'rejected' ? object : side.status === 'rejected' ? side : undefined;
  const onlyNoSidecar = failure === side && asTapehaulError(failure?.reason).code === 'not_found';
  if (failure !== undefined && !onlyNoSidecar) {
    await discard(staged);
    throw failure.reason;
  }
  if (object.status === 'fulfilled') {
    effort.engine = object.value.engine;
    effort.etag = object.value.etag;
    effort.bytesFetched += object.value.bytes;
  }
  if (arrived) effort.bytesFetched += side.value?.bytes ?? 0;
  return staged;
}

/** Removes staged files. */
export async function discard({ zip, sidecar }: Staged): Promise<void> {
  await rm(zip, { force: true });
  if (sidecar !== null) await rm(sidecar, { force: true });
}
