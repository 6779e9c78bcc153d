import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';

/** The error that a record of one describes, which came from another thread or machine. */
export function revivedError({ code, message, ...options }: ErrorRecord): TapehaulError {
  return new TapehaulError(code, message, options);
}
