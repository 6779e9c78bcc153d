import type { Matrix } from '@tapehaul/config';
import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import { type Answer, plan, planByListing } from '@tapehaul/planner';
import { type ListingProblem, type S3Listing, s3Listing } from '@tapehaul/s3';
import {
  checkSource,
  explained,
  isSourceError,
  type SourceCheck,
  USUAL_KEY,
} from '../engines/check-source.ts';
import { archiveListing } from './archive-listing.ts';

/** What a plan is made from. */
export interface PlanSource extends SourceCheck {
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
  /** Receives each entry of a listing that is wrong; the others are used. */
  readonly onProblem?: (problem: ListingProblem) => void;
}

/** Listing requests at once: no throttle was seen at 8, and one page takes half a second to a second. */
const LISTINGS = 8;

/**
 * The answers to a configuration, by the matrix or by listing the archive, as `planning` says. Rejects with a
 * TapehaulError when the archive cannot be listed. `onListed` receives how many pages were requested.
 */
export async function* answersFor(
  planSource: PlanSource,
  onListed: (requests: number) => void = () => {},
): AsyncGenerator<Answer, void, undefined> {
  const { config, matrix, today, signal, network, access, onProblem } = planSource;
  if (config.planning === 'matrix') {
    yield* plan(config, { matrix, today });
    return;
  }
  await checkReachable(planSource);
  const { source, timeout_seconds: timeoutSeconds } = config;
  const listing: S3Listing = s3Listing({
    ...source,
    credentials: access.credentials,
    concurrency: LISTINGS,
    timeoutSeconds,
    lowSpeed: { bytesPerSecond: config.low_speed_limit, seconds: config.low_speed_seconds },
    signal,
    network,
    ...(onProblem === undefined ? {} : { onProblem }),
  });
  try {
    yield* planByListing(config, archiveListing(listing), { matrix, today, concurrency: 2 * LISTINGS });
  } catch (thrown) {
    throw await inFull(asTapehaulError(thrown, signal), planSource);
  } finally {
    onListed(listing.requests);
    listing.close();
  }
}

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
async function checkReachable(check: SourceCheck): Promise<void> {
  try {
    await checkSource(check, USUAL_KEY);
  } catch (thrown) {
    const error = asTapehaulError(thrown, check.signal);
    if (check.signal.aborted || UNREACHABLE.has(error.code)) throw error;
  }
}

/** What a server that is no archive may answer a listing with. */
const SUSPECT: ReadonlySet<ErrorCode> = new Set(['server_error', 'not_found']);

/**
 * The error of a listing with the setting that leads there. What something else than an S3 server answered may come from
 * a wrong host, such as that of a website: a request to the source decides.
 */
async function inFull(error: TapehaulError, check: SourceCheck): Promise<TapehaulError> {
  if (!SUSPECT.has(error.code) || check.signal.aborted) return explained(error, check);
  const found = await checkSource(check, USUAL_KEY).then(
    () => undefined,
    (thrown: unknown) => asTapehaulError(thrown, check.signal),
  );
  return found !== undefined && isSourceError(found) ? found : error;
}
