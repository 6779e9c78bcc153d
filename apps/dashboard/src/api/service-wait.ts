const listeners = new Set<() => void>();
let until: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Until when the service wants no requests of this page, in milliseconds since 1970; undefined while it takes them. */
export function waitsUntil(): number | undefined {
  return until;
}

/** Notes that the service has too many requests of this page, and for how many milliseconds it wants no more. */
export function noteWait(milliseconds: number): void {
  const end = Date.now() + milliseconds;
  if (until !== undefined && until >= end) return;
  set(end);
  clearTimeout(timer);
  timer = setTimeout(() => set(undefined), milliseconds);
}

/** Calls back when that changes. Returns what stops it. */
export function onWait(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(end: number | undefined): void {
  until = end;
  for (const listener of listeners) listener();
}
