/** Whether what the page shows changes as it happens. */
export type LiveKind = 'connecting' | 'live' | 'lost';

const listeners = new Set<() => void>();
let kind: LiveKind = 'connecting';
let lastAt: number | undefined;

/** The state of now. */
export function liveKind(): LiveKind {
  return kind;
}

/** When the last event came, in milliseconds since 1970; undefined before the first. */
export function lastEventAt(): number | undefined {
  return lastAt;
}

/** Notes that the stream is up, with an event or without one, or that it is lost. */
export function setLive(now: LiveKind): void {
  if (now === 'live') lastAt = Date.now();
  if (now === kind) return;
  kind = now;
  for (const listener of listeners) listener();
}

/** Calls back when it is lost and when it is up again. Returns what stops that. */
export function onLive(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
