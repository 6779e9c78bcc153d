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
    fetch({ key, path: zip, ...(size === undefined ? {} : { size }) }, signal, (engine) => {
      effort.engine = engine;
    }),
    places.checksum ? fetchSidecar(fetch, key, sidecar, effort, signal) : false,
  ]);
  if (object.status === 'fulfilled') effort.bytesFetched += object.value.bytes;
  const staged: Staged = { zip, sidecar: side.status === 'fulfilled' && side.value ? sidecar : null };
  const failure = object.status === 'rejected' ? object : side;
  if (object.status === 'rejected' || failure.status === 'rejected') {
    await discard(staged);
    throw failure.status === 'rejected' ? failure.reason : undefined;
  }
  effort.etag = object.value.etag;
  return staged;
}

/** Fetches the sidecar of a key; false when upstream has none. */
export async function fetchSidecar(
  fetch: Fetch,
  key: string,
  path: string,
  effort: Effort,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { bytes } = await fetch({ key: sidecarKey(key), path }, signal, () => {});
    effort.bytesFetched += bytes;
    return true;
  } catch (thrown) {
    if (asTapehaulError(thrown).code === 'not_found') return false;
    throw thrown;
  }
}

/** Removes staged files. */
export async function discard({ zip, sidecar }: Staged): Promise<void> {
  await rm(zip, { force: true });
  if (sidecar !== null) await rm(sidecar, { force: true });
}
