import type { KnownAnswer } from '../answer/answer.ts';
import type { Listings, SeriesListing } from '../answer/series-listing.ts';
import { answersOf, scopeFor } from '../plan.ts';
import type { PlanRequest } from '../request/request.ts';
import type { Scope } from '../request/scope.ts';
import type { PlannedPart } from '../series.ts';
import { NOTHING_SETTLED } from '../settled/settled-days.ts';
import { openWindows } from '../settled/windows.ts';
import { LikelyNames } from './likely-names.ts';
import type { ListedSpan, RequestedSeries } from './listed-spans.ts';
import type { KnownOptions, ListingOptions, RefusableSource } from './listing-source.ts';
import { openSpans } from './open-spans.ts';
import { eachSeries } from './series-walk.ts';

/**
 * Plans a request by listing some spans of each series: those that are not settled, a request each. A series that the source
 * refuses to list is planned by the matrix alone. Rejects as the source does.
 */
export async function* planListed(
  request: PlanRequest,
  source: RefusableSource,
  options: ListingOptions & Partial<KnownOptions>,
  spansOf: (one: RequestedSeries, scope: Scope) => readonly ListedSpan[],
): AsyncGenerator<KnownAnswer, void, undefined> {
  const scope = scopeFor(request, options);
  const names = new LikelyNames(source);
  yield* eachSeries(request, source, options, async (one) => {
    if (one.kind === 'misfit') return [...answersOf(one, scope)].flat();
    const settled = (await options.settledOf?.(one.series)) ?? NOTHING_SETTLED;
    const parts: PlannedPart[] = [];
    for (const window of openWindows(scope, settled)) {
      const spans = openSpans(one, window, settled, spansOf(one, window));
      parts.push({ scope: window, listings: await listedIfAllowed(one, spans, source) });
    }
    const isRefused = parts.some(({ listings }) => listings === undefined);
    const planned = isRefused ? parts.map((part) => ({ ...part, listings: undefined })) : parts;
    return names.addTo(one, [...answersOf(one, scope, { parts: planned, settled })].flat());
  });
}

/** Lists the spans of a series, each in its partition; nothing where one of them is refused. */
async function listedIfAllowed(
  { series }: RequestedSeries,
  spans: readonly ListedSpan[],
  source: RefusableSource,
): Promise<Listings | undefined> {
  const lists = await Promise.all(
    spans.map(async ({ partition, first, last, isWhole = false, older }) => {
      const known = { isWhole, hasOlder: older !== undefined };
      return { partition, older, listing: await source.series(series, partition, first, last, known) };
    }),
  );
  const listings: Partial<Record<ListedSpan['partition'], SeriesListing>> = {};
  for (const { partition, listing, older } of lists) {
    if (listing === 'refused') return undefined;
    const { newest, noneSince } = older ?? {};
    listings[partition] = {
      ...listing,
      ...(newest !== undefined && { newestBefore: newest }),
      ...(noneSince !== undefined && { noneSince }),
    };
  }
  return listings;
}
