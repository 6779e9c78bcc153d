import { formatSeries, seriesPrefix } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import type { ListingSource, RefusableSource } from '@tapehaul/planner';
import type { ProbedSource } from '@tapehaul/s3';
import type { ListingRefusals } from './listing-refusals.ts';

/**
 * A listing of which single series, or all, may be refused (403): what is refused is no failure, and is not requested again
 * once everything is. The source is checked before the first series is listed. Everything else rejects as check and listing do: a
 * fault of the server or a time-out is no refusal, and neither is a refused list of symbols, without which patterns mean nothing.
 */
export function refusableListing(
  source: ListingSource,
  refusals: ListingRefusals,
  check: () => Promise<ProbedSource | undefined>,
): RefusableSource {
  let checking: Promise<void> | undefined;
  const checked = (): Promise<void> => {
    checking ??= check().then((found) => refusals.checked(found));
    return checking;
  };
  return {
    async symbols(...of) {
      await checked();
      return source.symbols(...of);
    },
    async series(series, partition, ...span) {
      await checked();
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
