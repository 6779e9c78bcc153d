import type { Downloader } from '@tapehaul/downloader';
import { counted } from '@tapehaul/errors';
import type { StillWaitingEvent } from '../../events/events.ts';

/** How often it is seen what a stopped run waits for, in milliseconds. */
const EVERY = 500;

/** What a run does while it ends. */
export type StopStep = 'planning' | 'working' | 'closing';

/** What is known of a run that is being stopped. */
export interface StopWaitsOptions {
  /** Aborts when the run is stopped. */
  readonly stopped: AbortSignal;
  readonly downloader: Pick<Downloader, 'waits'>;
  /** What the run does at this moment. */
  readonly step: () => StopStep;
  readonly onWait: (event: StillWaitingEvent) => void;
}

/**
 * Reports what a stopped run waits for, from half a second after the stop and whenever that changes. Gives the function
 * that ends the reports.
 */
export function reportStopWaits({ stopped, downloader, step, onWait }: StopWaitsOptions): () => void {
  const ended = new AbortController();
  let last: string | undefined;
  const report = (): void => {
    const event = waitOf(step(), downloader.waits);
    if (event.for !== last) onWait(event);
    last = event.for;
  };
  const start = (): void => {
    const timer = setInterval(report, EVERY);
    timer.unref();
    ended.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  };
  if (stopped.aborted) start();
  else stopped.addEventListener('abort', start, { once: true, signal: ended.signal });
  return () => ended.abort();
}

function waitOf(step: StopStep, { files, disk }: Downloader['waits']): StillWaitingEvent {
  const event = (what: StillWaitingEvent['for'], count: number, message: string): StillWaitingEvent => {
    return { kind: 'still_waiting', for: what, files: count, message };
  };
  if (disk > 0 && files === 0)
    return event('disk', disk, `Waiting for the disk to finish writing ${counted(disk, 'file')}.`);
  if (step === 'planning') return event('source', 0, 'Waiting for the source, or the record, to answer.');
  if (step === 'closing') return event('transfers', 0, 'Waiting for transfers and s5cmd to end.');
  if (files > 0) return event('files', files, `Waiting for ${counted(files, 'file')} in progress.`);
  return event('end', 0, 'Waiting for the run to end.');
}
