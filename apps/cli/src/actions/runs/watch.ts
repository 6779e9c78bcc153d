import type { RunProgress } from '@tapehaul/runs';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { outcomeText } from '../../progress/outcome-text.ts';
import { advanceDisplay, progress } from '../../progress/progress.ts';
import type { DoneWork } from '../../progress/progress-tally.ts';
import { failureText } from '../../show/log-text.ts';
import { print } from '../../show/print.ts';

/**
 * Shows the progress of a run that another process works on, until it has ended; gives the exit status, which is that of the
 * run. Ctrl-C ends this, not the run.
 */
export async function watch(
  run: string | undefined,
  options: DirectoryOptions & ServiceOptions,
): Promise<number> {
  const control = await runControl(options);
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const bar = progress();
  let shown: RunProgress | undefined;
  try {
    const outcome = await control.follow(run, {
      signal,
      onEvent(event) {
        if (event === undefined) return;
        advanceDisplay(bar, event);
        if (event.kind === 'file' && event.error !== null) {
          bar.above(`failed   ${failureText(event.key, event.error)}`);
        }
      },
      onProgress(standing) {
        const { isPlanned, isOver, files, settled, cached, bytes } = standing;
        if (shown !== undefined) for (const step of stepsBetween(shown, standing)) bar.step(step);
        // Only what ends from now on is shown file by file.
        else if (isPlanned && !isOver) bar.start({ files, settled, cached, bytes, bytesLeft: null });
        else return;
        shown = standing;
      },
    });
    bar.end();
    print(outcomeText(outcome));
    return outcome.exit_code;
  } catch (error) {
    if (signal.aborted) return exitStatus() ?? 1;
    throw error;
  } finally {
    bar.end();
    dispose();
  }
}

/** The files that have settled between two readings; all of their bytes come with the first. */
function* stepsBetween(before: RunProgress, { settled, cached, bytes }: RunProgress): Generator<DoneWork> {
  for (let file = before.settled; file < settled; file += 1) {
    const isFirst = file === before.settled;
    const isCached = file - before.settled < cached - before.cached;
    yield { bytes: isFirst ? bytes - before.bytes : 0, cached: isCached, plannedBytes: 0 };
  }
}
