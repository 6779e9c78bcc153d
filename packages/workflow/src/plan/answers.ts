import type { Matrix } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import {
  hasPatterns,
  type KnownAnswer,
  type PlanSlice,
  plan,
  planAuto,
  planByListing,
  planSlices,
  planUnsettled,
  type SettledSource,
  type SliceLimits,
} from '@tapehaul/planner';
import { type ListingProblem, type S3Listing, s3Listing } from '@tapehaul/s3';
import type { SourceCheck } from '../engines/check-source.ts';
import { archiveListing } from './listing/archive-listing.ts';
import { ListingRefusals, sourceWarning } from './listing/listing-refusals.ts';
import { refusableListing } from './listing/refusable-listing.ts';
import { checkListable, checkReachable, inFull } from './listing/source-checks.ts';
import type { PlanWarning } from './records/plan-warning.ts';

/** What a plan is made from. */
export interface PlanSource extends SourceCheck {
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
  /** Receives each entry of a listing that is wrong; the others are used. */
  readonly onProblem?: (problem: ListingProblem) => void;
  /** Receives a way to read how many listing requests were sent so far, once the archive is listed. */
  readonly onListing?: ((requests: () => number) => void) | undefined;
  /** Receives what a person should know of how the plan was made. */
  readonly onWarning?: (warning: PlanWarning) => void;
  /** What is settled of each series, and not planned again; nothing by default. */
  readonly settledOf?: SettledSource | undefined;
  /** Symbols that are known to exist in the archive, whatever their form. */
  readonly existing?: ReadonlySet<string>;
}

/** Listing requests at once: no throttle was seen at 8, and one page takes half a second to a second. */
const LISTINGS = 8;

/**
 * The answers to a configuration, by the matrix, by listing the archive, or by both, as `planning` says. Rejects with a
 * TapehaulError when the archive cannot be listed; by both that is a warning where the source refuses it. `onListed` receives
 * how many pages were requested.
 */
export async function* answersFor(
  planSource: PlanSource,
  onListed: (requests: number) => void = () => {},
): AsyncGenerator<KnownAnswer, void, undefined> {
  const { config } = planSource;
  const options = optionsOf(planSource);
  if (config.planning === 'matrix') {
    yield* byMatrix(planSource);
    return;
  }
  if (config.planning === 'auto') {
    yield* autoAnswers(planSource, onListed);
    return;
  }
  await checkReachable(planSource);
  yield* withListing(planSource, onListed, (listing) =>
    planByListing(config, archiveListing(listing), options),
  );
}

function optionsOf({ matrix, today, settledOf, existing }: PlanSource) {
  return { matrix, today, concurrency: 2 * LISTINGS, settledOf, existing };
}

/**
 * The request in slices, whose plans are its plan one after the other. The archive is only listed where symbols are patterns; rejects
 * as {@link answersFor} does where it cannot be.
 */
export async function slicesFor(source: PlanSource, limits: SliceLimits): Promise<PlanSlice[]> {
  const { config } = source;
  const needsNames = config.planning !== 'matrix' && config.markets.some((it) => hasPatterns(config, it));
  const none = { symbols: async () => [] };
  if (!needsNames) return planSlices(config, none, optionsOf(source), limits);
  await checkReachable(source);
  const slices: PlanSlice[] = [];
  const listed = withListing(
    source,
    () => {},
    async function* (listing) {
      yield await planSlices(config, archiveListing(listing), optionsOf(source), limits);
    },
  );
  for await (const some of listed) slices.push(...some);
  return slices;
}

/** The answers by the matrix alone, which needs no wait where nothing is settled. */
function byMatrix(source: PlanSource): Iterable<KnownAnswer> | AsyncIterable<KnownAnswer> {
  const { config, settledOf } = source;
  return settledOf === undefined
    ? plan(config, optionsOf(source))
    : planUnsettled(config, settledOf, optionsOf(source));
}

/** The answers by matrix and listing; by the matrix alone where the source has no listings, which is reported once. */
async function* autoAnswers(
  planSource: PlanSource,
  onListed: (requests: number) => void,
): AsyncGenerator<KnownAnswer, void, undefined> {
  const { config, onWarning = () => {} } = planSource;
  const options = optionsOf(planSource);
  // Patterns mean nothing without a listing: the refusal of one ends the plan.
  const needsNames = config.markets.some((market) => hasPatterns(config, market));
  if (config.source.style === 'none' && !needsNames) {
    onWarning(sourceWarning('source.style is none'));
    yield* byMatrix(planSource);
    return;
  }
  const refusals = new ListingRefusals(onWarning);
  yield* withListing(planSource, onListed, (listing) => {
    const source = archiveListing(listing, { byFolders: true });
    return planAuto(
      config,
      refusableListing(source, refusals, () => checkListable(planSource)),
      options,
    );
  });
  refusals.end();
}

/** The answers that are made with a listing of the source, which is closed with them. */
async function* withListing<Answer>(
  planSource: PlanSource,
  onListed: (requests: number) => void,
  answers: (listing: S3Listing) => AsyncIterable<Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const { config, signal, network, access, onProblem, onListing, pace } = planSource;
  const { source, timeout_seconds: timeoutSeconds } = config;
  const listing: S3Listing = s3Listing({
    ...source,
    credentials: access.credentials,
    concurrency: LISTINGS,
    timeoutSeconds,
    lowSpeed: { bytesPerSecond: config.low_speed_limit, seconds: config.low_speed_seconds },
    signal,
    network,
    ...(pace === undefined ? {} : { pace }),
    ...(onProblem === undefined ? {} : { onProblem }),
  });
  onListing?.(() => listing.requests);
  try {
    yield* answers(listing);
  } catch (thrown) {
    throw await inFull(asTapehaulError(thrown, signal), planSource);
  } finally {
    onListed(listing.requests);
    listing.close();
  }
}
