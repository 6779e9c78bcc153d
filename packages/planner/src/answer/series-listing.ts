import type { Partition } from '@tapehaul/archive';
import type { Listed } from './answer.ts';

/** What is listed of a series in one partition. */
export interface SeriesListing {
  /** What is listed in the span of the request, by period. */
  readonly objects: ReadonlyMap<string, Listed>;
  /** Whether anything older, and anything newer, is listed. */
  readonly before: boolean;
  readonly after: boolean;
  /** The newest period before the span that is known to exist, where the record says so; that of a listing is not needed then. */
  readonly newestBefore?: string;
  /** Where that is not known: the day from which on the record says that there were none. */
  readonly noneSince?: string;
}

/** The listings that a series is planned by. */
export type Listings = Readonly<Partial<Record<Partition, SeriesListing>>>;
