import { setImmediate } from 'node:timers/promises';
import type { Downloader } from '@tapehaul/downloader';
import { stoppedBy } from '@tapehaul/errors';
import type { RunHandle } from '@tapehaul/orchestrator';
import { FILES_MAY_END } from './stop-clock.ts';

/**
 * Once the signal aborts, cancels a run when the files that had begun are in place, or after a while; not one whose files
 * are settled by then, and which only has to write its result.
 */
export function stopGently(
  gently: AbortSignal,
  downloader: Downloader,
  { cancel, result }: RunHandle<unknown>,
  isSettled: () => Promise<boolean>,
): void {
  const stop = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FILES_MAY_END);
    });
    await Promise.race([downloader.drain(), grace, result]);
    clearTimeout(timer);
    // What has ended in this turn is recorded by the next.
    await setImmediate();
    if (!(await isSettled())) cancel(stoppedBy(gently));
  };
  if (gently.aborted) return void stop();
  const onAbort = (): void => void stop();
  gently.addEventListener('abort', onAbort, { once: true });
  const forget = (): void => gently.removeEventListener('abort', onAbort);
  result.then(forget, forget);
}
