import type { DownloaderOptions } from './downloader-options.ts';
import type { Admission } from './engine/admission.ts';
import type { Engine, Transfer } from './engine/engine.ts';
import { retrying, type TransferRetries } from './retry.ts';
import type { PauseOptions } from './transfer/breaker.ts';
import { type FetchTransfer, fallBack } from './transfer/fall-back.ts';
import { limited } from './transfer/limit.ts';
import { pausing } from './transfer/pausing.ts';
import { watched } from './transfer/watched.ts';

const RETRY: TransferRetries = { retries: 3, delaySeconds: 1 };
const PAUSE: PauseOptions = { after: 12, atMostSeconds: 300 };

/** How many small transfers an engine likes to have in hand. */
export function smallCapacity({ capacity, small }: Engine): number {
  return small?.capacity ?? capacity;
}

/** How transfers are fetched. */
export interface FetchThrough {
  readonly fetch: FetchTransfer;
  /** The engine that a transfer uses first. */
  readonly firstFor: (transfer: Transfer) => Engine;
}

/**
 * What wraps every engine, from the outside to the inside: retry, fall back, limit, pause. Transfers that are `versionOnly` go to
 * the engines that read versions; there must be one.
 */
export function fetchThrough(options: DownloaderOptions, admission: Admission): FetchThrough {
  const {
    engines,
    choose,
    retry = RETRY,
    pause = PAUSE,
    onPause = () => {},
    onFallBack = () => {},
    onMove,
  } = options;
  const fetchers = engines.map((engine) => {
    const fetcher = limited(pausing(watched(engine, onMove), pause, onPause), engine, admission);
    return { ...fetcher, engine };
  });
  const readers = fetchers.filter(({ engine }) => engine.readsVersions === true);
  const orders = new Map(
    fetchers.map((first) => [first.name, [first, ...fetchers.filter((other) => other !== first)]]),
  );
  const orderFor = (transfer: Transfer) => orders.get(choose?.(transfer) ?? '') ?? fetchers;
  const fetch = fallBack(
    (transfer) => (transfer.versionOnly === true ? readers : orderFor(transfer)),
    onFallBack,
  );
  return {
    fetch: retrying(fetch, retry),
    firstFor: (transfer) => orderFor(transfer)[0]?.engine ?? engines[0],
  };
}
