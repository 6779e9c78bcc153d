import type { CatalogReader } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';

/** How long an answer of the record is valid, in milliseconds. */
const VALID = 5_000;
/** How long a worker counts after its last batch was seen, in milliseconds: between two batches it has none. */
const REMEMBERED = 60_000;
/** Batches that are read: workers have the first open ones of a plan. */
const READ = 1_000;

/** Counts the workers that share the rate of a run, by the holders of its open batches, those of parts that are planned included. */
export class RunShare {
  readonly #catalog: CatalogReader;
  readonly #runId: string;
  readonly #holder: string;
  /** When each other worker was seen last, by `performance.now()`. */
  readonly #seen = new Map<string, number>();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(catalog: CatalogReader, runId: string, holder: string) {
    this.#catalog = catalog;
    this.#runId = runId;
    this.#holder = holder;
  }

  /** How many workers there are, this one included. Reads the record every few seconds at most. */
  async workers(): Promise<number> {
    const now = performance.now();
    if (now - this.#readAt >= VALID) {
      this.#readAt = now;
      const query = { open: true, limit: READ };
      const { rows } = await this.#catalog.batches(this.#runId, query);
      for (const { holder, isHeld } of rows) {
        if (isHeld && holder !== null && holder !== this.#holder) this.#seen.set(holder, now);
      }
    }
    for (const [holder, at] of this.#seen) if (now - at > REMEMBERED) this.#seen.delete(holder);
    return this.#seen.size + 1;
  }
}

/**
 * The configuration of a run for one of that many workers: all of them together keep to the bytes and requests a second that it allows. Parallel
 * downloads are a matter of each machine: with ten workers a run has ten times as many.
 */
export function sharedConfig(config: CollectionConfig, workers: number): CollectionConfig {
  const { max_bytes_per_second: bytes, max_requests_per_second: requests } = config;
  return {
    ...config,
    ...(bytes === undefined ? {} : { max_bytes_per_second: Math.max(1, Math.floor(bytes / workers)) }),
    // A part of a request where there are more workers: each has one from time to time.
    ...(requests === undefined ? {} : { max_requests_per_second: requests / workers }),
  };
}
