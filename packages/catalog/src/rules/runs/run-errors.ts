import { TapehaulError } from '@tapehaul/errors';
import type { RunSummary } from '../../records/records.ts';
import type { TaskSelection } from '../../records/task-keys.ts';

/** What is next for a run that has ended, where that is not to resume it. */
const NEXT: Readonly<Record<string, string>> = {
  Completed: 'It has ended; nothing is left to do.',
  CompletedWithGaps: 'Try again what failed with it: tapehaul retry.',
  Failed: 'Try again what failed with it: tapehaul retry.',
};

/** The error of a run that nobody works on. */
export function runEnded({ runId, state }: Pick<RunSummary, 'runId' | 'state'>): TapehaulError {
  return new TapehaulError('run_ended', `run ${runId} is ${state}: no process works on it`, {
    facts: { runId, state },
    hint: NEXT[state] ?? 'Continue it with tapehaul resume.',
  });
}

/** The error of a run that is not recorded. */
export function unknownRun(runId: string): TapehaulError {
  return new TapehaulError('run_not_found', `there is no run ${runId}`, {
    facts: { runId },
    hint: 'List the runs of the output directory to find its id.',
  });
}

/** The error of a run that this process owned, and that another took for the run of a dead one; `now` is that run where it can be read. */
export function takenOver(runId: string, now?: Pick<RunSummary, 'owner' | 'state'>): TapehaulError {
  const by = now === undefined ? '' : ` by ${now.owner.name}`;
  const message = `run ${runId} was taken over${by}: this process was silent for so long that it counted as dead`;
  return new TapehaulError('output_in_use', message, {
    facts: { runId, ...(now === undefined ? {} : { owner: now.owner.name, state: now.state }) },
    hint: `Its files are safe, and it is continued or ended there: tapehaul show ${runId}. Stop it with tapehaul cancel ${runId}.`,
  });
}

/** The error of a run of which nothing is left to do. */
export function complete({ runId, state }: RunSummary, failed: boolean): TapehaulError {
  const hint =
    failed || state === 'Completed'
      ? 'Start a new run to look for what has changed since: tapehaul collect.'
      : 'Try again what failed with it: tapehaul retry; or start a new run.';
  return new TapehaulError('run_complete', `run ${runId} is ${state}: nothing is left to do`, {
    facts: { runId, state },
    hint,
  });
}

/** The error of a selection that no failed task of a run fits. */
export function nothingSelected({ runId, state }: RunSummary, only: TaskSelection): TapehaulError {
  return new TapehaulError('run_complete', `no failed file of run ${runId} fits the selection`, {
    facts: { runId, state, only },
    hint: `See what failed: tapehaul show ${runId}.`,
  });
}
