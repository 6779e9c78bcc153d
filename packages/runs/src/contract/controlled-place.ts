import type { RunControl } from '../run-control.ts';

/** The archive that runs collect from: `startSimulator()` of `@tapehaul/archive-simulator` gives one. */
export interface ControlSource {
  readonly url: string;
  readonly faults: {
    /** Requests for such keys meet the fault from now on; with `after`, once that many have been answered as usual. */
    add(rule: {
      readonly key: RegExp;
      readonly operation?: 'object' | 'list';
      readonly after?: number;
      readonly fault:
        | { readonly kind: 'status'; readonly status: number; readonly code: string }
        | { readonly kind: 'alter' }
        | { readonly kind: 'stall'; readonly afterBytes: number };
    }): unknown;
    /** No request meets a fault any more. */
    clear(): void;
  };
}

/** A place whose runs are controlled. */
export interface ControlledPlace {
  readonly control: RunControl;
  readonly archive: ControlSource;
  /** Output directory that configurations name. */
  readonly directory: string;
  close(): Promise<void>;
}
