/** Outputs of tasks by their cache key. */
export interface TaskCache {
  /** The output kept under a key, in an object of its own, since an output may be anything; else undefined. */
  get(
    key: string,
  ): { readonly output: unknown } | undefined | Promise<{ readonly output: unknown } | undefined>;
  set(key: string, output: unknown): void | Promise<void>;
}

/** How much a {@link memoryCache} keeps. */
export interface MemoryCacheOptions {
  /** Most outputs; 10,000 by default. A further one replaces the one that was used longest ago. */
  readonly entries?: number;
}

/** A cache that lives as long as the process. Throws a RangeError for less than one entry. */
export function memoryCache({ entries = 10_000 }: MemoryCacheOptions = {}): TaskCache {
  if (!(entries >= 1)) throw new RangeError(`a cache needs room for at least 1 entry, not ${entries}`);
  // A Map lists its keys in the order in which they were set.
  const kept = new Map<string, { readonly output: unknown }>();
  return {
    get(key) {
      const hit = kept.get(key);
      if (hit === undefined) return undefined;
      kept.delete(key);
      kept.set(key, hit);
      return hit;
    },
    set(key, output) {
      kept.delete(key);
      kept.set(key, { output });
      for (const oldest of kept.keys()) {
        if (kept.size <= entries) break;
        kept.delete(oldest);
      }
    },
  };
}
