import type { ServerEvent } from './event-parser.ts';
import { followStream } from './event-stream.ts';

/** What tabs of a browser say to each other: the tab that has the stream passes on what comes. */
type Message =
  | { readonly kind: 'event'; readonly event: ServerEvent }
  | { readonly kind: 'state'; readonly isLive: boolean }
  | { readonly kind: 'hello' };

/** What a tab follows with the others. */
export interface SharedStreamOptions {
  readonly path: string;
  /** Tabs with the same name share a stream. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (isLive: boolean) => void;
}

/**
 * Follows a stream together with the other tabs of this browser, of which one has it open: browsers allow six connections. When that
 * tab closes, another one opens the stream. Where the browser has no locks, which it has on HTTPS and loopback only, each tab has
 * its own.
 */
export async function followShared(options: SharedStreamOptions): Promise<void> {
  const { name, signal, path, onEvent, onState } = options;
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    return followStream({ path, signal, onEvent, onState });
  }
  const channel = new BroadcastChannel(name);
  const say = (message: Message): void => channel.postMessage(message);
  let isLeader = false;
  let leaderIsLive: boolean | undefined;
  channel.onmessage = ({ data }: MessageEvent<Message>): void => {
    if (data.kind === 'hello') {
      if (isLeader && leaderIsLive !== undefined) say({ kind: 'state', isLive: leaderIsLive });
    } else if (isLeader) return;
    else if (data.kind === 'event') onEvent(data.event);
    else onState(data.isLive);
  };
  say({ kind: 'hello' });
  try {
    await navigator.locks.request(name, { signal }, () => {
      isLeader = true;
      return followStream({
        path,
        signal,
        onEvent: (event) => {
          onEvent(event);
          say({ kind: 'event', event });
        },
        onState: (isLive) => {
          leaderIsLive = isLive;
          onState(isLive);
          say({ kind: 'state', isLive });
        },
      });
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    channel.close();
  }
}
