import {
  addDays,
  dayNumber,
  fileStem,
  firstDayOf,
  monthOf,
  monthsBetween,
  type Partition,
  parseKey,
  type Series,
  seriesPrefix,
  sidecarOwner,
} from '@tapehaul/archive';
import type { Listed, ListingSource, SeriesListing } from '@tapehaul/planner';
import type { S3Listing } from '@tapehaul/s3';
import { hasOlder, OlderFiles, symbolFolders } from './older-files.ts';

/** How a plan uses the archive's listing. */
export interface ArchiveListingOptions {
  /** Whether series that list nothing from the span on can be distinguished from those that never existed by their folder. */
  readonly byFolders?: boolean;
}

/**
 * The archive's listing as the planner requests it: one page for a series where the span is at most some
 * 500 files, since a listing may begin anywhere in a prefix, and one more, of a single key, for a series that
 * has nothing at or shortly before the beginning of the span.
 */
export function archiveListing(
  listing: S3Listing,
  { byFolders = false }: ArchiveListingOptions = {},
): ListingSource {
  const older = byFolders ? new OlderFiles(listing) : undefined;
  return {
    symbols: (...of) => symbolFolders(listing, ...of),
    series: (...request) => listSeries({ listing, older }, ...request),
  };
}

/** What lists series, and what knows of older files; without the latter each such series takes a request of its own. */
interface Lister {
  readonly listing: S3Listing;
  readonly older: OlderFiles | undefined;
}

async function listSeries(
  { listing, older }: Lister,
  series: Series,
  partition: Partition,
  first: string,
  last: string,
  { isWhole = false, hasOlder: isOlderKnown = false }: Parameters<ListingSource['series']>[4] = {},
): Promise<SeriesListing> {
  const prefix = `${seriesPrefix(series, partition)}${fileStem(series)}-`;
  const objects = new Map<string, Listed>();
  const from = {
    ...(isWhole ? {} : { startAfter: prefix + (isOlderKnown ? first : shortlyBefore(first)) }),
    pageSize: KEYS_PER_FILE * (countPeriods(first, last) + 14),
    most: MOST_KEYS,
  };
  let before = isOlderKnown;
  let after = false;
  for await (const { key, ...version } of listing.objects(prefix, from)) {
    const owner = sidecarOwner(key);
    const period = parseKey(owner ?? key)?.period;
    if (period === undefined) continue;
    if (period < first) before = true;
    else if (period > last) {
      after = true;
      break;
    } else {
      const known = objects.get(period);
      if (owner === undefined)
        objects.set(period, { ...version, sidecarModified: known?.sidecarModified ?? null });
      else if (known !== undefined) objects.set(period, { ...known, sidecarModified: version.lastModified });
    }
  }
  // Only where the span begins with a hole does it matter whether anything older exists at all.
  if (!before && !isWhole && !objects.has(first)) {
    const isEmpty = objects.size === 0 && !after;
    before = await (isEmpty && older !== undefined
      ? older.of(series, partition, first)
      : hasOlder(listing, series, partition, first));
  }
  return { objects, before, after };
}

/** Keys of one series and partition: several times the number of days since the archive began. */
const MOST_KEYS = 50_000;
/** A file and its sidecar. */
const KEYS_PER_FILE = 2;

function countPeriods(first: string, last: string): number {
  if (first.length === 10) return dayNumber(last) - dayNumber(first) + 1;
  return [...monthsBetween(first, last)].length;
}

/** Where a listing begins, so that its one page mostly shows too whether the series is older than the span. */
function shortlyBefore(period: string): string {
  return period.length === 7 ? monthOf(addDays(firstDayOf(period), -62)) : addDays(period, -10);
}
