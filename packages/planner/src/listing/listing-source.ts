import type { DataType, Market, Partition, Series } from '@tapehaul/archive';
import type { PlanOptions } from '../plan.ts';
import type { SeriesListing } from '../series-listing.ts';

/** Where listings come from. A listing that fails must reject: an empty answer means that nothing exists. */
export interface ListingSource<Refused = never> {
  /** Symbols that have a folder in the archive. */
  symbols(market: Market, dataType: DataType, partition: Partition): Promise<readonly string[]>;
  /**
   * What is listed of a series, from the first to the last period, both included. `isWhole`: nothing older is expected, so
   * that the listing may begin where the series does.
   */
  series(
    series: Series,
    partition: Partition,
    first: string,
    last: string,
    options?: { readonly isWhole?: boolean },
  ): Promise<SeriesListing | Refused>;
}

/** A listing that the source may refuse, in whole or below single prefixes; any other failure must reject. */
export type RefusableSource = ListingSource<'refused'>;

/** What a plan by listing needs beside the request. */
export interface ListingOptions extends PlanOptions {
  /** Series that are listed at once; 8 by default (measured by others: 6.8 times faster than one). */
  readonly concurrency?: number;
}
