/** How a trial archive answers a request wrongly, or late. */
export type TrialFault =
  | { readonly kind: 'status'; readonly status: number }
  /** The key does not exist. */
  | { readonly kind: 'missing' }
  /** The object has these bytes. */
  | { readonly kind: 'replace'; readonly body: Uint8Array }
  /** The right answer, once the promise is fulfilled. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

/** Which requests of a trial archive meet a fault. */
export interface TrialRule {
  /** Found in the key of the object. */
  readonly key: RegExp;
  /** How many requests meet it; all by default. */
  readonly times?: number;
  readonly fault: TrialFault;
}

/**
 * A small archive on this machine that is read by this process alone, and answers wrongly on request. A simulator of
 * `@tapehaul/archive-simulator` is one.
 */
export interface TrialArchive {
  /** Its endpoint, without the bucket. */
  readonly url: string;
  readonly bucket: string;
  readonly faults: {
    add(rule: TrialRule): { readonly hits: number; remove(): void };
  };
  readonly requests: {
    /** Resolves with the first request that fits. Never rejects. */
    waitFor(fits: (request: { readonly key: string }) => boolean): Promise<unknown>;
    /** Forgets the requests so far. */
    clear(): void;
  };
}
