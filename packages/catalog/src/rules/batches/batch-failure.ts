import type { ErrorRecord } from '@tapehaul/errors';

/** Why a batch was given back, as it is stored; null where nothing went wrong. */
export function failureText(failure: ErrorRecord | undefined): string | null {
  return failure === undefined ? null : JSON.stringify(failure);
}

/** Why a batch was given back, as {@link failureText} has written it. */
export function storedFailure(text: string | null): ErrorRecord | null {
  return text === null ? null : JSON.parse(text);
}
