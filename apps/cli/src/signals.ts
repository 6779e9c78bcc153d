import { TapehaulError } from '@tapehaul/errors';

/** A signal for work to stop by, and how to stop listening. */
export interface Stop {
  readonly signal: AbortSignal;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Turns the first SIGINT or SIGTERM into an orderly stop, and the second into an end at once. */
export function stopOnSignals(onStop: () => void): Stop {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    onStop();
    controller.abort(
      new TapehaulError('cancelled', `stopped by ${name}`, { hint: 'Run the same command again to go on.' }),
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
