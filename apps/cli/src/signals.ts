import { TapehaulError } from '@tapehaul/errors';

/** A signal for work to stop by, and how to stop listening. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Exit status that the signal which came calls for: 130 for SIGINT, 143 for SIGTERM. */
  exitStatus(): number;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Turns the first SIGINT or SIGTERM into an orderly stop, and the second into an end at once. */
export function stopOnSignals(onStop: () => void): Stop {
  const controller = new AbortController();
  let status = 130;
  const onSignal = (name: NodeJS.Signals): void => {
    status = name === 'SIGTERM' ? 143 : 130;
    if (controller.signal.aborted) process.exit(status);
    onStop();
    controller.abort(
      new TapehaulError('cancelled', `stopped by ${name}`, { hint: 'Run the same command again to go on.' }),
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitStatus: () => status,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
