import type { Partition } from '@tapehaul/archive';
import type { ErrorRecord } from '@tapehaul/errors';

/** A proved zip that rows are taken from. */
export interface TableSource {
  readonly key: string;
  /** Absolute path of the zip. */
  readonly path: string;
  /** Bytes. */
  readonly bytes: number;
  /** Digest that it was proved with, 64 hex digits. */
  readonly sha256: string;
  readonly partition: Partition;
  /** `2025-07` or `2025-07-01`. */
  readonly period: string;
  /** Why it cannot be read, where that is known before: it takes no part, as any file that turns out to be broken. */
  readonly fault?: ErrorRecord;
}
