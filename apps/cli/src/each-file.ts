import { counted } from '@tapehaul/errors';
import { stopOnSignals } from './signals.ts';

/** How often is told how far something is, in milliseconds. */
const EVERY = 5_000;

/**
 * Goes through files that come one by one, and tells on stderr now and then how many of them are `done`: nobody knows how
 * many there are. Resolves with the exit status when Ctrl-C ends that, undefined otherwise.
 */
export async function eachFile<File>(
  done: string,
  files: (signal: AbortSignal) => AsyncIterable<File>,
  look: (file: File) => void,
): Promise<number | undefined> {
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  let count = 0;
  const timer = setInterval(
    () => process.stderr.write(`progress ${counted(count, 'file')} ${done}\n`),
    EVERY,
  );
  try {
    for await (const file of files(signal)) {
      count += 1;
      look(file);
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return exitStatus() ?? 1;
    throw error;
  } finally {
    clearInterval(timer);
    dispose();
  }
}
