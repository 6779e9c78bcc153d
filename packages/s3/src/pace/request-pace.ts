import { CLOCK, type Clock, SHORTEST_WAIT } from './clock.ts';

/** Lets requests begin at no more than a rate, all of those together that take their turns of it. */
export interface RequestPace {
  /** Resolves when the next request may begin. Rejects when the signal aborts before. */
  turn(signal: AbortSignal): Promise<void>;
}

/** Lets at most that many requests a second begin, evenly spread; a rate below 1 is one request in several seconds. */
export function requestPace(perSecond: number): RequestPace {
  return paceBy(perSecond, CLOCK);
}

/** As {@link requestPace}, by that clock. */
export function paceBy(perSecond: number, clock: Clock): RequestPace {
  const space = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      const now = clock.now();
      const turn = Math.max(free, now);
      free = turn + space;
      if (turn - now >= SHORTEST_WAIT) await clock.wait(turn - now, signal);
    },
  };
}
