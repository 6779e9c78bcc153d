import { CODES, type ErrorCode, exitStatusOfError, type Retry } from './codes.ts';
import { redacted, redactedFields } from './redact.ts';
import { visible, visibleLines } from './visible.ts';

/** One fault in an input: where it is, what was found, what was expected. */
export interface Problem {
  /** Path of the field, as `date_range.end` or `markets[1]`. */
  readonly path: string;
  /** What is wrong, with the value found and what was expected. */
  readonly message: string;
  /** The nearest valid value, when there is one. */
  readonly suggestion?: string;
}

/** What may be said of an error beside its code and message. */
export interface TapehaulErrorOptions {
  /** What the reader should do next, as a sentence. */
  readonly hint?: string | undefined;
  /** Whether trying again can help; by default what {@link CODES} says of the code. */
  readonly retry?: Retry;
  /** The facts behind the message, for programs: key, status, expected and found values. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** All faults of an input, when the error reports several at once. */
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** An error as plain data, for JSON output and the catalog. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly retry: Retry;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
}

/**
 * The one error class of tapehaul: every refusal and every failure that a caller sees is one of these. What it says goes
 * to terminals, spans, records and services, and much of it is in the words of others: so no secret gets into it, and
 * nothing that is not seen. The message is one line, or one for each problem where there are `problems`.
 */
export class TapehaulError extends Error {
  override readonly name = 'TapehaulError';
  /** Stable and documented; decide by this, never by the message. */
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retry: Retry;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, options: TapehaulErrorOptions = {}) {
    const shown = (options.problems ?? []).length > 0 ? visibleLines : visible;
    super(shown(redacted(message)), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint === undefined ? undefined : visible(redacted(options.hint));
    this.retry = options.retry ?? CODES[code].retry;
    this.facts = options.facts === undefined ? {} : redactedFields(options.facts);
    this.problems = (options.problems ?? []).map((problem) => {
      const { path, message, suggestion } = problem;
      const nearest = suggestion === undefined ? {} : { suggestion: visible(redacted(suggestion)) };
      return { ...problem, path: visible(path), message: visible(redacted(message)), ...nearest };
    });
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

  /** The error as plain data; `JSON.stringify` uses it. */
  toJSON(): ErrorRecord {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      retry: this.retry,
      ...(Object.keys(this.facts).length === 0 ? {} : { facts: this.facts }),
      ...(this.problems.length === 0 ? {} : { problems: this.problems }),
    };
  }
}

/** The error of work that a signal stopped: the signal's reason if it is one of ours, else `cancelled`. */
export function stoppedBy(signal: AbortSignal): TapehaulError {
  if (signal.reason instanceof TapehaulError) return signal.reason;
  const hint = 'Run the same command again to go on.';
  return new TapehaulError('cancelled', 'stopped on request', { cause: signal.reason, hint });
}

/** Rejects with what {@link stoppedBy} says once the signal aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(stoppedBy(signal));
    else signal.addEventListener('abort', () => reject(stoppedBy(signal)), { once: true });
  });
}
