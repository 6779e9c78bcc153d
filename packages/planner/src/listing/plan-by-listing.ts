import type { Answer } from '../answer.ts';
import { answersOf, scopeFor } from '../plan.ts';
import type { PlanRequest } from '../request.ts';
import type { Listings, SeriesListing } from '../series-listing.ts';
import { LikelyNames } from './likely-names.ts';
import { type ListedSpan, type RequestedSeries, wholeSpans } from './listed-spans.ts';
import type { ListingOptions, ListingSource } from './listing-source.ts';
import { eachSeries } from './series-walk.ts';

/**
 * Plans a request by what is listed: as {@link plan}, but objects carry size and change tokens, missing files
 * get a verdict from what is listed around them, and symbols may be patterns. Answers come in the same order.
 * Rejects as the source does.
 */
export async function* planByListing(
  request: PlanRequest,
  source: ListingSource,
  options: ListingOptions = {},
): AsyncGenerator<Answer, void, undefined> {
  const scope = scopeFor(request, options);
  const names = new LikelyNames(source);
  yield* eachSeries(request, source, options, async (one) => {
    if (one.kind === 'misfit') return [...answersOf(one, scope)].flat();
    const listings = await listed(one, wholeSpans(one, scope), source);
    return names.addTo(one, [...answersOf(one, scope, listings)].flat());
  });
}

/** Lists the spans of a series, each in its partition. */
async function listed(
  { series }: RequestedSeries,
  spans: readonly ListedSpan[],
  source: ListingSource,
): Promise<Listings> {
  const lists = spans.map(async ({ partition, first, last }): Promise<[string, SeriesListing]> => {
    return [partition, await source.series(series, partition, first, last)];
  });
  return Object.fromEntries(await Promise.all(lists));
}
