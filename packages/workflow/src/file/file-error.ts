import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import type { FileOutcome } from './file-outcome.ts';

/** A failed attempt on a file, with what it cost. */
export class FileError extends TapehaulError {
  readonly outcome: FileOutcome;

  constructor(outcome: FileOutcome, { code, message, ...record }: ErrorRecord) {
    super(code, message, record);
    this.outcome = outcome;
  }
}
