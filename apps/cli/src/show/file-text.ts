import { visible } from '@tapehaul/errors';

/** A failed file and why, without saying its key twice. */
export function failureText(
  key: string,
  error: { readonly message: string; readonly code: string } | null,
): string {
  return `${aboutFile(key, error?.message ?? '')} [${error?.code}]`;
}

/** What is said of a file, without its key twice: most messages begin with it. */
export function aboutFile(key: string, message: string): string {
  return visible(message.startsWith(key) ? message : `${key}: ${message}`);
}
