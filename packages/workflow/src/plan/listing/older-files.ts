import {
  type DataType,
  fileStem,
  MARKET_PREFIX,
  type Market,
  type Partition,
  type Series,
  seriesPrefix,
} from '@tapehaul/archive';
import type { S3Listing } from '@tapehaul/s3';

/** Requests of one market, type and partition for single series, before all of their symbols are listed at once. */
const SINGLE = 3;

/** Names of the folders of a market, type and partition. */
export function symbolFolders(
  listing: S3Listing,
  market: Market,
  dataType: DataType,
  partition: Partition,
): Promise<string[]> {
  return listing.folders(`${MARKET_PREFIX[market]}/${partition}/${dataType}/`);
}

/** Whether a series has files before some period: one request, of a single key. */
export async function hasOlder(
  listing: S3Listing,
  series: Series,
  partition: Partition,
  period: string,
): Promise<boolean> {
  const prefix = `${seriesPrefix(series, partition)}${fileStem(series)}-`;
  for await (const { key } of listing.objects(prefix, { pageSize: 1 })) return key < prefix + period;
  return false;
}

/**
 * Says of series that list nothing from some period on whether they have older files. After a few single requests the folders of
 * their market, type and partition are listed, once for all: a thousand delisted symbols need a few requests, not a thousand.
 */
export class OlderFiles {
  readonly #listing: S3Listing;
  readonly #asked = new Map<string, number>();
  readonly #folders = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(listing: S3Listing) {
    this.#listing = listing;
  }

  /** Whether a series that lists nothing from a period on has files before it. */
  async of(series: Series, partition: Partition, period: string): Promise<boolean> {
    const { market, dataType, symbol } = series;
    const kind = `${market} ${dataType} ${partition}`;
    const asked = (this.#asked.get(kind) ?? 0) + 1;
    this.#asked.set(kind, asked);
    if (asked <= SINGLE) return hasOlder(this.#listing, series, partition, period);
    const folders =
      this.#folders.get(kind) ??
      symbolFolders(this.#listing, market, dataType, partition).then((names) => new Set(names));
    this.#folders.set(kind, folders);
    return (await folders).has(symbol);
  }
}
