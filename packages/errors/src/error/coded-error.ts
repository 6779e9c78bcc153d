import { redacted, redactedFields } from '../text/redact.ts';
import { visible, visibleLines } from '../text/visible.ts';
import type { Retry } from './codes.ts';
import { acceptOtherCopies } from './other-copies.ts';

/** One fault in an input: where it is, what was found, what was expected. */
export interface Problem {
  /** Path of the field, such as `date_range.end` or `markets[1]`. */
  readonly path: string;
  /** What is wrong, with the value found and what was expected. */
  readonly message: string;
  /** The nearest valid value, when there is one. */
  readonly suggestion?: string;
}

/** What may be said of an error beside its code and message. */
export interface CodedErrorOptions {
  /** What the reader should do next, as a sentence. */
  readonly hint?: string | undefined;
  /** Whether trying again can help; `later` by default. */
  readonly retry?: Retry;
  /** The facts behind the message, for programs: key, status, expected and found values. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** All faults of an input, when the error reports several at once. */
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** An error as plain data, for JSON output and the catalog. */
export interface CodedErrorRecord<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly retry: Retry;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
}

/**
 * An error with a stable code, of any domain: the orchestrator retries by its `retry`, and records its code. Secrets are
 * removed from all its texts, and characters that a terminal would obey are shown; the message is one line, or one
 * line for each problem. Tapehaul's own errors are {@link TapehaulError}, whose codes are a closed list.
 */
export class CodedError<Code extends string = string> extends Error {
  override readonly name: string = 'CodedError';
  /** Stable and documented; decide by this, never by the message. */
  readonly code: Code;
  readonly hint: string | undefined;
  readonly retry: Retry;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];

  constructor(code: Code, message: string, options: CodedErrorOptions = {}) {
    const shown = (options.problems ?? []).length > 0 ? visibleLines : visible;
    super(shown(redacted(message)), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint === undefined ? undefined : visible(redacted(options.hint));
    this.retry = options.retry ?? 'later';
    this.facts = options.facts === undefined ? {} : redactedFields(options.facts);
    this.problems = (options.problems ?? []).map((problem) => {
      const { path, message, suggestion } = problem;
      const nearest = suggestion === undefined ? {} : { suggestion: visible(redacted(suggestion)) };
      return { ...problem, path: visible(path), message: visible(redacted(message)), ...nearest };
    });
  }

  /** The error as plain data; `JSON.stringify` uses it. */
  toJSON(): CodedErrorRecord<Code> {
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

acceptOtherCopies(CodedError, 'CodedError', 'TapehaulError');
