import { dayKeys, formatSeries, type SeriesParts } from '@tapehaul/archive';
import { codeOf, DAY_STATE_SPECS, type DayHole, isVerdict, reasonOf, remedyOf } from '@tapehaul/coverage';
import { failureAdvice } from '@tapehaul/errors';
import type { GapRecord } from '../records/records.ts';
import type { Hole } from '../stores/coverage.ts';

/** A hole before it is known why. */
export interface UnexplainedHole extends DayHole {
  readonly series: SeriesParts;
}

/** What a record knows of a day that is not held. */
export interface HoleFacts {
  /** The latest gap of a series with that verdict that holds a day. */
  gapOn(
    series: string,
    day: string,
    verdict: string,
  ): (Pick<GapRecord, 'reason' | 'likely'> & { readonly runId: string }) | undefined;
  /** The latest task with that id. */
  taskOf(taskId: string): HoleTask | undefined;
}

/** A task that tried to fetch a day. */
export interface HoleTask {
  readonly runId: string;
  readonly taskId: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** A hole with what the record knows of its first day. */
export function explainedHole(hole: UnexplainedHole, facts: HoleFacts): Hole {
  const { series, first, last, days, state } = hole;
  const { fault, held } = DAY_STATE_SPECS[state];
  const known = { series, first, last, days, state, fault, remedy: remedyOf(state) };
  const usual = reasonOf(state);
  if (isVerdict(codeOf(state))) {
    const gap = facts.gapOn(formatSeries(series), first, state);
    const meant = gap?.likely ? `; did you mean ${gap.likely}?` : '';
    const reason = gap === undefined ? usual : `${gap.reason}${meant}`;
    return { ...known, reason, evidence: state, runId: gap?.runId ?? null, taskId: null };
  }
  const task = firstOf(dayKeys(series, first), facts);
  const { runId = null, taskId = null, errorCode = null, errorMessage = null } = task ?? {};
  // What a task met before the day was held is no reason of that.
  const [reason, evidence] = held ? [usual, null] : [errorMessage ?? usual, errorCode];
  return { ...known, ...calledFor(hole, evidence), reason, evidence, runId, taskId };
}

/** Who has to act on a file that failed, and what to do: what its error code calls for, which is more exact than its state. */
function calledFor({ state }: DayHole, errorCode: string | null): Partial<Pick<Hole, 'fault' | 'remedy'>> {
  if (errorCode === null || (state !== 'failed' && state !== 'disputed')) return {};
  const { fault, hint } = failureAdvice(errorCode);
  return { fault, remedy: hint };
}

function firstOf(keys: readonly string[], facts: HoleFacts): HoleTask | undefined {
  for (const key of keys) {
    const task = facts.taskOf(key);
    if (task !== undefined) return task;
  }
  return undefined;
}
