/** Outputs of tasks by their cache key. */
export interface TaskCache {
  /** The output kept under a key, in an object of its own, since an output may be anything; else undefined. */
  get(
    key: string,
  ): { readonly output: unknown } | undefined | Promise<{ readonly output: unknown } | undefined>;
  set(key: string, output: unknown): void | Promise<void>;
}

/** A cache that lives as long as the process, and forgets nothing. */
export function memoryCache(): TaskCache {
  const kept = new Map<string, { readonly output: unknown }>();
  return { get: (key) => kept.get(key), set: (key, output) => void kept.set(key, { output }) };
}
