import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { currentToken, needsToken, onToken, tokenMark } from '../token.ts';
import { followShared } from './leader.ts';
import { type LiveKind, liveKind, onLive, setLive } from './live-state.ts';
import { applyEvent } from './live-updates.ts';

/** A hidden tab has no part in the stream after so long, in milliseconds. */
const HIDDEN_FOR = 60_000;
/** How often pages are read while the stream is lost, and in any case, in milliseconds. */
const [POLL_WHEN_LOST, POLL_ALWAYS] = [10_000, 30_000];

/** Whether the page is live, as a component reads it. */
export function useLive(): LiveKind {
  return useSyncExternalStore(onLive, liveKind);
}

/** How often to read what may change, in milliseconds: seldom while the stream brings it. */
export function usePollTime(): number {
  return useLive() === 'live' ? POLL_ALWAYS : POLL_WHEN_LOST;
}

/** Keeps everything that the page shows of runs up to date, for as long as it is in view. */
export function useLiveUpdates(): void {
  const queries = useQueryClient();
  const token = useSyncExternalStore(onToken, currentToken);
  const isRefused = useSyncExternalStore(onToken, needsToken);
  useEffect(() => {
    if (isRefused) return;
    let following: AbortController | undefined;
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const begin = (): void => {
      if (following !== undefined) return;
      following = new AbortController();
      void followShared({
        path: '/v1/events',
        name: `tapehaul-events-${tokenMark(token)}`,
        signal: following.signal,
        onEvent: (event) => {
          setLive('live');
          applyEvent(queries, event);
        },
        onState: (isLive) => setLive(isLive ? 'live' : 'lost'),
      });
    };
    const end = (): void => {
      following?.abort();
      following = undefined;
    };
    const change = (): void => {
      clearTimeout(hidden);
      if (document.visibilityState === 'hidden') hidden = setTimeout(end, HIDDEN_FOR);
      else begin();
    };
    change();
    document.addEventListener('visibilitychange', change);
    return () => {
      document.removeEventListener('visibilitychange', change);
      clearTimeout(hidden);
      end();
    };
  }, [queries, token, isRefused]);
}
