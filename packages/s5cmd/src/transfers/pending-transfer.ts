import type { Received, Transfer } from '@tapehaul/downloader';
import type { TapehaulError } from '@tapehaul/errors';

/** A transfer that waits for its result. Only the first `resolve` or `reject` counts. */
export interface PendingTransfer {
  readonly transfer: Transfer;
  resolve(received: Received): void;
  reject(error: TapehaulError): void;
  /** Called when the result is no longer needed; set by the holder of the job. */
  withdraw(): void;
}
