import { formatSeries, seriesPrefix } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import type { ListingSource, RefusableSource } from '@tapehaul/planner';
import type { ListingRefusals } from './listing-refusals.ts';

/**
 * A listing of which single series, or all, may be refused (403): what is refused is no failure, and is not requested again
 * once everything is. Everything else rejects as the listing does: a fault of the server or a time-out is no refusal, and neither is
 * a refused list of symbols, without which patterns mean nothing.
 */
export function refusableListing(source: ListingSource, refusals: ListingRefusals): RefusableSource {
  return {
    symbols: (...of) => source.symbols(...of),
    async series(series, partition, ...span) {
      if (refusals.isWhole) return 'refused';
      try {
        const listing = await source.series(series, partition, ...span);
        refusals.listed();
        return listing;
      } catch (thrown) {
        if (asTapehaulError(thrown).code !== 'access_denied') throw thrown;
        refusals.refused(seriesPrefix(series, partition), formatSeries(series));
        return 'refused';
      }
    },
  };
}
