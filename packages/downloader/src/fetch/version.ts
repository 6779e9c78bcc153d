import { asTapehaulError } from '@tapehaul/errors';
import type { Transfer } from '../engine/engine.ts';
import type { DownloadRequest } from '../engine/outcome.ts';
import type { Effort } from './fetch-pair.ts';
import type { ObtainContext } from './obtain-context.ts';

/** What upstream says of the version of an object that it has. */
export interface Version {
  /** Bytes. */
  readonly size: number;
  readonly etag: string | null;
  /** ISO 8601 UTC, in whole seconds. */
  readonly lastModified: string | null;
}

/**
 * The version of an object that a fetch of it would record: the listed one, else the one that upstream reports now, which
 * takes a request. `unrecorded`: a fetch would record none, since the engine that the object is fetched with reports none, or since
 * upstream no longer has it. `unknown`: upstream does not report it. Rejects with an error that may pass, after the tries that a transfer has:
 * to fetch the object instead would meet it, too.
 */
export async function versionToRecord(
  request: DownloadRequest,
  { firstFor, proving }: Pick<ObtainContext, 'firstFor' | 'proving'>,
  effort: Effort,
  signal: AbortSignal,
): Promise<Version | 'unrecorded' | 'unknown'> {
  const { size, etag, onRetry } = request;
  if (size !== undefined && etag !== undefined) return { size, etag, lastModified: listedDate(request) };
  const transfer = transferOf(request);
  if (firstFor(transfer).readsVersions !== true) return 'unrecorded';
  const { fetch } = await proving();
  const only = { ...transfer, claim: effort.claim, versionOnly: true };
  try {
    const received = await fetch(only, signal, { onTry: () => {}, onFallBack: () => {}, onRetry });
    return { size: received.bytes, etag: received.etag, lastModified: received.lastModified };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (signal.aborted || error.retry !== 'never') throw error;
    return error.code === 'not_found' ? 'unrecorded' : 'unknown';
  }
}

/** A request as a transfer that nothing is written for: what engines are chosen by. */
export function transferOf({ key, size, likelySize }: DownloadRequest): Transfer {
  return {
    ...{ key, path: '' },
    ...(size === undefined ? {} : { size }),
    ...(likelySize === undefined ? {} : { likelySize }),
  };
}

/** When an object was modified by its listing, in whole seconds as headers of HTTP say it; null where it was not listed. */
export function listedDate({ lastModified }: Pick<DownloadRequest, 'lastModified'>): string | null {
  if (lastModified === undefined) return null;
  const at = Date.parse(lastModified);
  return Number.isNaN(at) ? lastModified : new Date(Math.floor(at / 1_000) * 1_000).toISOString();
}
