import type { Answer } from '../answer.ts';
import { answersOf, scopeFor } from '../plan.ts';
import type { PlanRequest } from '../request.ts';
import type { Scope } from '../scope.ts';
import type { Listings, SeriesListing } from '../series-listing.ts';
import { LikelyNames } from './likely-names.ts';
import type { ListedSpan, RequestedSeries } from './listed-spans.ts';
import type { ListingOptions, RefusableSource } from './listing-source.ts';
import { eachSeries } from './series-walk.ts';

/**
 * Plans a request by listing some spans of each series. A series that the source refuses to list is planned by the matrix alone.
 * Rejects as the source does.
 */
export async function* planListed(
  request: PlanRequest,
  source: RefusableSource,
  options: ListingOptions,
  spansOf: (one: RequestedSeries, scope: Scope) => readonly ListedSpan[],
): AsyncGenerator<Answer, void, undefined> {
  const scope = scopeFor(request, options);
  const names = new LikelyNames(source);
  yield* eachSeries(request, source, options, async (one) => {
    if (one.kind === 'misfit') return [...answersOf(one, scope)].flat();
    const listings = await listedIfAllowed(one, spansOf(one, scope), source);
    return names.addTo(one, [...answersOf(one, scope, listings)].flat());
  });
}

/** Lists the spans of a series, each in its partition; nothing where one of them is refused. */
async function listedIfAllowed(
  { series }: RequestedSeries,
  spans: readonly ListedSpan[],
  source: RefusableSource,
): Promise<Listings | undefined> {
  const lists = await Promise.all(
    spans.map(async ({ partition, first, last, isWhole = false }) => {
      return { partition, listing: await source.series(series, partition, first, last, { isWhole }) };
    }),
  );
  const listings: Partial<Record<ListedSpan['partition'], SeriesListing>> = {};
  for (const { partition, listing } of lists) {
    if (listing === 'refused') return undefined;
    listings[partition] = listing;
  }
  return listings;
}
