const KEY = 'tapehaul.token';

/** Where a token is kept: for this tab, or for this browser until somebody signs out. */
export type Keeping = 'tab' | 'browser';

const listeners = new Set<() => void>();
let token = read();
let isRefused = false;

function read(): string | undefined {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? undefined;
}

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
  sessionStorage.setItem(KEY, value);
  if (keeping === 'browser') localStorage.setItem(KEY, value);
  token = value;
  isRefused = false;
  changed();
}

/** Removes the token from this tab and this browser. */
export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
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
