import type { RequestPace } from '@tapehaul/downloader';
import { CLOCK, type Clock, SHORTEST_WAIT } from './clock.ts';

/** A pace whose rate may change. */
export interface ChangeablePace extends RequestPace {
  /** Keeps to that many requests a second from the next turn on; turns that were given stay as they are. */
  keepTo(perSecond: number): void;
}

/** Lets at most that many requests a second begin, evenly spread; a rate below 1 is one request in several seconds. */
export function requestPace(perSecond: number): ChangeablePace {
  return paceBy(perSecond, CLOCK);
}

/** As {@link requestPace}, by that clock. */
export function paceBy(perSecond: number, clock: Clock): ChangeablePace {
  let space = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      const now = clock.now();
      const turn = Math.max(free, now);
      free = turn + space;
      if (turn - now >= SHORTEST_WAIT) await clock.wait(turn - now, signal);
    },
    keepTo(rate) {
      space = 1_000 / rate;
    },
  };
}
