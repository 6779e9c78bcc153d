import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import type { ProbedSource } from '@tapehaul/s3';
import {
  checkSource,
  explained,
  isSourceError,
  type SourceCheck,
  USUAL_KEY,
} from '../../engines/check-source.ts';

/** Why no request gets through. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  'connection_failed',
  'name_not_resolved',
  'proxy_unreachable',
  'stalled',
  'timed_out',
]);

/**
 * Rejects where the source does not answer at all, within the limits of a check: the listing's client waits much longer for
 * a server that accepts connections and stays silent. What the source answers is left to the listing, which may be allowed
 * where single objects are not.
 */
export async function checkReachable(check: SourceCheck): Promise<void> {
  try {
    await checkSource(check, USUAL_KEY);
  } catch (thrown) {
    const error = asTapehaulError(thrown, check.signal);
    if (check.signal.aborted || UNREACHABLE.has(error.code)) throw error;
  }
}

/** As {@link checkReachable}; rejects too where the source is another server, unless that may be because it refuses the check. */
export async function checkListable(check: SourceCheck): Promise<ProbedSource | undefined> {
  try {
    return await checkSource(check, USUAL_KEY);
  } catch (thrown) {
    const error = asTapehaulError(thrown, check.signal);
    if (error.code !== 'access_denied') throw error;
    return undefined;
  }
}

/** What a server that is no archive may answer a listing with. */
const SUSPECT: ReadonlySet<ErrorCode> = new Set(['server_error', 'not_found']);

/**
 * The error of a listing with the setting that leads there. What something else than an S3 server answered may come from
 * a wrong host, such as that of a website: a request to the source decides.
 */
export async function inFull(error: TapehaulError, check: SourceCheck): Promise<TapehaulError> {
  if (!SUSPECT.has(error.code) || check.signal.aborted) return explained(error, check);
  const found = await checkSource(check, USUAL_KEY).then(
    () => undefined,
    (thrown: unknown) => asTapehaulError(thrown, check.signal),
  );
  return found !== undefined && isSourceError(found) ? found : error;
}
