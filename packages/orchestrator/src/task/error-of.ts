import { asTapehaulError, CodedError, stoppedBy, TapehaulError } from '@tapehaul/errors';

/**
 * Any thrown value as an error with a code. A {@link CodedError} stays as it is, and says itself whether a retry can
 * help. Any other value may pass, so a retry is worth it: its code is by its errno, or `internal`, its cause what was thrown.
 */
export function errorOf(thrown: unknown): CodedError {
  const marked = markedIn(thrown);
  if (marked !== undefined) return marked;
  const error = asTapehaulError(thrown);
  return error.retry === 'never' ? withRetry(error, 'later') : error;
}

/**
 * The same error, marked so that no task and no flow makes a further attempt after it, however many `retries` it has:
 * `throw noRetry(new Error('no such account'))`. Code, message and cause stay.
 */
export function noRetry(thrown: unknown): CodedError {
  const error = errorOf(thrown);
  if (error.retry === 'never') return error;
  if (error instanceof TapehaulError) return withRetry(error, 'never');
  const { code, message, hint, facts, problems } = error;
  return new CodedError(code, message, {
    retry: 'never',
    hint,
    facts,
    problems,
    cause: error.cause ?? thrown,
  });
}

/** The error of what a signal stopped: the signal's reason if that has a code, else `cancelled`. */
export function stopReason(signal: AbortSignal): CodedError {
  return signal.reason instanceof CodedError ? signal.reason : stoppedBy(signal);
}

/** An error with a code: the value itself, or the reason of the signal that an AbortError of Node has as its cause. */
function markedIn(thrown: unknown): CodedError | undefined {
  if (thrown instanceof CodedError) return thrown;
  const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
  return isAbort && thrown.cause instanceof CodedError ? thrown.cause : undefined;
}

function withRetry(error: TapehaulError, retry: 'never' | 'later'): TapehaulError {
  const { code, message, hint, facts, problems, cause } = error;
  return new TapehaulError(code, message, { retry, hint, facts, problems, cause: cause ?? error });
}
