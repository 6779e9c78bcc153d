import type { Matrix } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import { type Answer, plan, planByListing } from '@tapehaul/planner';
import { type ListingProblem, type S3Listing, s3Listing } from '@tapehaul/s3';
import { explained, type SourceCheck } from '../engines/check-source.ts';
import { archiveListing } from './archive-listing.ts';

/** What a plan is made from. */
export interface PlanSource extends SourceCheck {
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
  /** Hears of each entry of a listing that is wrong; the others are used. */
  readonly onProblem?: (problem: ListingProblem) => void;
}

/** Listing requests at once: no throttle was seen at 8, and one page takes half a second to a second. */
const LISTINGS = 8;

/**
 * The answers to a configuration, by the matrix or by listing the archive, as `planning` says. Rejects with a
 * TapehaulError when the archive cannot be listed. `onListed` hears how many pages were asked for.
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
    throw explained(asTapehaulError(thrown, signal), planSource);
  } finally {
    onListed(listing.requests);
    listing.close();
  }
}
