import type { DataType, Market, Partition, Series } from '@tapehaul/archive';
import type { SeriesListing } from '../answer/series-listing.ts';
import type { PlanOptions, SettledSource } from '../plan.ts';

/** Where listings come from. A listing that fails must reject: an empty answer means that nothing exists. */
export interface ListingSource<Refused = never> {
  /** Symbols that have a folder in the archive. */
  symbols(market: Market, dataType: DataType, partition: Partition): Promise<readonly string[]>;
  /**
   * What is listed of a series, from the first to the last period, both included. `isWhole`: nothing older is expected, so
   * that the listing may begin where the series does. `hasOlder`: older files are known to exist, or do not matter: no request
   * is to be sent for them.
   */
  series(
    series: Series,
    partition: Partition,
    first: string,
    last: string,
    options?: { readonly isWhole?: boolean; readonly hasOlder?: boolean },
  ): Promise<SeriesListing | Refused>;
}

/** A listing that the source may refuse, in whole or below single prefixes; any other failure must reject. */
export type RefusableSource = ListingSource<'refused'>;

/** What a plan by listing needs beside the request. */
export interface ListingOptions extends PlanOptions {
  /** Series that are listed at once; 8 by default (measured by others: 6.8 times faster than one). */
  readonly concurrency?: number;
}

/** What a plan by listing needs that takes what is settled from a record. */
export interface KnownOptions extends ListingOptions {
  /** What is settled of each series, and neither listed nor planned again; nothing where undefined. */
  readonly settledOf: SettledSource | undefined;
}
