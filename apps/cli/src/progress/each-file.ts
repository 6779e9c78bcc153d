import { counted } from '@tapehaul/errors';
import { stopOnSignals } from '../process/signals.ts';

/** How often progress is printed, in milliseconds. */
const EVERY = 5_000;
/** How long a file in progress may take to end before that is said, in milliseconds. */
const SAID_AFTER = 1_000;

const WAITS = 'Waiting for the disk to finish with a file in progress, for eight seconds at most.\n';

/**
 * Goes through files that come one by one, and prints on stderr now and then how many of them are `done`: nobody knows how
 * many there are. Resolves with the exit status when Ctrl-C ends that, undefined otherwise.
 */
export async function eachFile<File>(
  done: string,
  files: (signal: AbortSignal) => AsyncIterable<File>,
  show: (file: File) => void,
): Promise<number | undefined> {
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  let count = 0;
  const timer = setInterval(
    () => process.stderr.write(`progress ${counted(count, 'file')} ${done}\n`),
    EVERY,
  );
  let waits: NodeJS.Timeout | undefined;
  const sayWait = (): void => {
    waits = setTimeout(() => process.stderr.write(WAITS), SAID_AFTER).unref();
  };
  signal.addEventListener('abort', sayWait, { once: true });
  try {
    for await (const file of files(signal)) {
      count += 1;
      show(file);
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return exitStatus() ?? 1;
    throw error;
  } finally {
    clearInterval(timer);
    clearTimeout(waits);
    dispose();
  }
}
