import { CodedError, type CodedErrorOptions, type CodedErrorRecord } from './coded-error.ts';
import { CODES, type ErrorCode, exitStatusOfError } from './codes.ts';
import { acceptOtherCopies } from './other-copies.ts';

/** What may be said of an error beside its code and message; `retry` is by default what {@link CODES} says of the code. */
export type TapehaulErrorOptions = CodedErrorOptions;

/** An error as plain data, for JSON output and the catalog. */
export type ErrorRecord = CodedErrorRecord<ErrorCode>;

/**
 * The one error class of tapehaul: every refusal and every failure that a caller sees is one of these. What it says goes
 * to terminals, spans, records and services, and much of it is in the words of others: so no secret gets into it, and
 * nothing that is not seen. The message is one line, or one for each problem where there are `problems`.
 */
export class TapehaulError extends CodedError<ErrorCode> {
  override readonly name = 'TapehaulError';

  constructor(code: ErrorCode, message: string, options: TapehaulErrorOptions = {}) {
    super(code, message, { ...options, retry: options.retry ?? CODES[code].retry });
  }

  /** Process exit status of a command that ends with this error. */
  get exitCode(): number {
    return exitStatusOfError(this);
  }

  /** The same error in other words, with further facts, and another hint where one is given. */
  withMessage(
    message: string,
    { hint = this.hint, facts = {} }: Pick<TapehaulErrorOptions, 'hint' | 'facts'> = {},
  ): TapehaulError {
    const { code, retry, problems, cause } = this;
    return new TapehaulError(code, message, {
      retry,
      problems,
      cause: cause ?? this,
      hint,
      facts: { ...this.facts, ...facts },
    });
  }
}

acceptOtherCopies(TapehaulError, 'TapehaulError');

/** The error of work that a signal stopped: the signal's reason if it is one of ours, else `cancelled`. */
export function stoppedBy(signal: AbortSignal): TapehaulError {
  if (signal.reason instanceof TapehaulError) return signal.reason;
  const hint = 'Run the same command again to continue.';
  return new TapehaulError('cancelled', 'stopped on request', { cause: signal.reason, hint });
}

/** Rejects with what {@link stoppedBy} says once the signal aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(stoppedBy(signal));
    else signal.addEventListener('abort', () => reject(stoppedBy(signal)), { once: true });
  });
}
