import { TapehaulError } from '@tapehaul/errors';

/** Signals for work to stop by, and how to stop listening. */
export interface Stop {
  /** Aborts with the first Ctrl-C: nothing new is to begin, what is under way may end. */
  readonly gently: AbortSignal;
  /** Aborts with the second, and then `gently` has: what is under way is to be given up. The third ends the process. */
  readonly signal: AbortSignal;
  /** Stops gently for another reason. */
  stop(reason: TapehaulError): void;
  /** Exit status that the signal which came calls for: 130 for SIGINT, 143 for SIGTERM; undefined when none came. */
  exitStatus(): number | undefined;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** How a signal was taken. */
export type Step = 'gently' | 'at_once';

/**
 * Turns the first SIGINT or SIGTERM into a gentle stop, the second into an orderly one at once, the third into the end
 * of the process.
 */
export function stopOnSignals(onStop: (step: Step) => void = () => {}): Stop {
  const [gentle, abrupt] = [new AbortController(), new AbortController()];
  let status: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    status = name === 'SIGTERM' ? 143 : 130;
    const reason = new TapehaulError('cancelled', `stopped by ${name}`, {
      hint: 'Go on with tapehaul resume.',
    });
    if (abrupt.signal.aborted) process.exit(status);
    const again = gentle.signal.aborted;
    onStop(again ? 'at_once' : 'gently');
    (again ? abrupt : gentle).abort(reason);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    gently: gentle.signal,
    signal: abrupt.signal,
    stop: (reason) => gentle.abort(reason),
    exitStatus: () => status,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
