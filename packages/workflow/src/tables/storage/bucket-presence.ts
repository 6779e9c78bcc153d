import { MARKETS } from '@tapehaul/archive';
import { namesFor } from '@tapehaul/planner';
import type { BucketTarget } from '@tapehaul/s3';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import { DigestSet } from '../../result/digest-set.ts';

/** Which partitions are looked up. */
export interface BucketPresenceOptions {
  readonly target: Pick<BucketTarget, 'list'>;
  readonly request: RequestedDays;
  readonly signal?: AbortSignal | undefined;
}

/** A request for no more symbols than this lists the folder of each series; any other lists that of a market and data type. */
const FEW_SYMBOLS = 20;

/**
 * Which partitions stand in a bucket, from listings of 1,000 names a request: one of each market and data type, while its series come one after
 * another. Nothing is requested of series without a partition.
 */
export class BucketPresence {
  readonly #options: BucketPresenceOptions;
  readonly #folderOf: (path: string) => string;
  #folder = '';
  #listed = new DigestSet();

  constructor(options: BucketPresenceOptions) {
    this.#options = options;
    this.#folderOf = hasFewSymbols(options.request) ? folderOfSeries : folderOfMarket;
  }

  /** Those of some paths of partitions that stand in the bucket. Rejects with a TapehaulError where it cannot be listed. */
  async present(paths: Iterable<string>): Promise<ReadonlySet<string>> {
    const present = new Set<string>();
    for (const path of paths) {
      await this.#list(this.#folderOf(path));
      if (this.#listed.has(path)) present.add(path);
    }
    return present;
  }

  /** Notes that a partition was put there. */
  add(path: string): void {
    if (path.startsWith(this.#folder)) this.#listed.add(path);
  }

  async #list(folder: string): Promise<void> {
    if (folder === this.#folder) return;
    const { target, signal } = this.#options;
    const listed = new DigestSet();
    for await (const files of target.list(folder, signal)) for (const { path } of files) listed.add(path);
    this.#folder = folder;
    this.#listed = listed;
  }
}

function hasFewSymbols(request: RequestedDays): boolean {
  const names = MARKETS.flatMap((market) =>
    request.markets.includes(market) ? namesFor(request, market) : [],
  );
  return names.length <= FEW_SYMBOLS && names.every((name) => !/[*?]/.test(name));
}

/** `silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/`. */
function folderOfSeries(path: string): string {
  return path.split('/').slice(0, -2).join('/').concat('/');
}

/** `silver/binance/klines/market=spot/`. */
function folderOfMarket(path: string): string {
  const market = path.indexOf('/market=');
  return path.slice(0, path.indexOf('/', market + 1) + 1);
}
