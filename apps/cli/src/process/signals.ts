import { TapehaulError } from '@tapehaul/errors';
import { endProcess } from './end-process.ts';

/** Signals for work to stop by, and how to stop listening. */
export interface Stop {
  /** Aborts with the first Ctrl-C: nothing new starts, and what is in progress may finish. */
  readonly gently: AbortSignal;
  /** Aborts with the second, after `gently`: abandon what is in progress. The third ends the process. */
  readonly signal: AbortSignal;
  /** Stops gently for another reason. */
  stop(reason: TapehaulError): void;
  /** Exit status that the signal which came calls for: 130 for SIGINT, 143 for SIGTERM; undefined when none came. */
  exitStatus(): number | undefined;
  dispose(): void;
}

const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof STATUS;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const satisfies readonly Signal[];

/** How long work may take to end after the first signal, in milliseconds. */
const LONGEST_END = 9_000;
/** How long the process may take to end after its work, in milliseconds: nothing that hangs is waited for. */
const LONGEST_EXIT = 300;

/** How a signal was taken. */
export type StopStep = 'gently' | 'at_once';

/**
 * Turns the first SIGINT or SIGTERM into a gentle stop, the second into an orderly one at once, the third into the end
 * of the process. Nine seconds after the first, or `longestEnd` milliseconds, the process ends, whatever hangs.
 */
export function stopOnSignals(
  onStop: (step: StopStep) => void = () => {},
  longestEnd: number = LONGEST_END,
): Stop {
  const [gentle, abrupt] = [new AbortController(), new AbortController()];
  let came: Signal | undefined;
  let deadline: NodeJS.Timeout | undefined;
  const end = (status?: number): void => {
    if (came !== undefined) endProcess(status ?? STATUS[came], came);
  };
  const onSignal = (name: Signal): void => {
    came = name;
    const reason = new TapehaulError('cancelled', `stopped by ${name}`, {
      facts: { signal: name, exit_status: STATUS[name] },
      hint: 'Continue with tapehaul resume.',
    });
    if (abrupt.signal.aborted) end();
    deadline ??= setTimeout(() => {
      process.stderr.write('Something does not end in time and is abandoned.\n');
      end();
    }, longestEnd).unref();
    const again = gentle.signal.aborted;
    onStop(again ? 'at_once' : 'gently');
    (again ? abrupt : gentle).abort(reason);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    gently: gentle.signal,
    signal: abrupt.signal,
    stop: (reason) => gentle.abort(reason),
    exitStatus: () => (came === undefined ? undefined : STATUS[came]),
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      clearTimeout(deadline);
      if (came !== undefined) setTimeout(() => end(exitCode()), LONGEST_EXIT).unref();
    },
  };
}

/** The exit status that the command has set; undefined before. */
function exitCode(): number | undefined {
  return process.exitCode === undefined ? undefined : Number(process.exitCode);
}
