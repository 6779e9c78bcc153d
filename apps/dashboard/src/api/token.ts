import { dropKept, type Keeping, keep, readFrom, readKept } from './kept-values.ts';

const KEY = 'tapehaul.token';

const listeners = new Set<() => void>();
let token = readKept(KEY);
let isRefused = false;

// Signing out in one tab ends what the others took from this browser.
globalThis.addEventListener?.('storage', ({ key, oldValue, newValue }: StorageEvent) => {
  if (key === KEY && newValue === null && oldValue !== null && oldValue === token) forgetToken();
});

/** The token that requests are sent with; undefined for none. */
export function currentToken(): string | undefined {
  return token;
}

/** Whether the service wants a token, or another one. */
export function needsToken(): boolean {
  return isRefused;
}

/** Keeps a token that the service has accepted. */
export function keepToken(value: string, keeping: Keeping): void {
  keep('tab', KEY, value);
  if (keeping === 'browser') keep('browser', KEY, value);
  token = value;
  isRefused = false;
  changed();
}

/** Removes the token from this tab and, where this browser keeps the same one, from it. Another one of another tab stays. */
export function forgetToken(): void {
  if (readFrom('browser', KEY) === token) dropKept('browser', KEY);
  dropKept('tab', KEY);
  token = undefined;
  changed();
}

/** Notes that the service has answered 401: the page shows how to sign in. */
export function refuseToken(): void {
  if (isRefused) return;
  isRefused = true;
  changed();
}

/** Calls back whenever the token, or whether one is needed, changes. Returns what stops that. */
export function onToken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A name for what belongs to a token that does not reveal it, so that tabs of another token share nothing with this one. */
export function tokenMark(value: string | undefined = token): string {
  let hash = 0x811c9dc5;
  for (const char of value ?? '') hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

function changed(): void {
  for (const listener of listeners) listener();
}
