import { FAILED_STATES, type FileCounts, isSettled, stateOfFileEvent } from '@tapehaul/workflow';
import type { LoggedEvent } from './logged-event.ts';

/** What an event of a run changes of the counts of its files. */
export type CountChange =
  | { readonly kind: 'planned'; readonly files: number }
  | { readonly kind: 'more'; readonly files: number }
  | { readonly kind: 'counted'; readonly counts: FileCounts }
  | { readonly kind: 'ended'; readonly state: string; readonly bytes: number };

/** The state of files that are planned and have not ended. */
const LEFT = 'Scheduled';

/** What an event changes; undefined for one that ends no file and plans none. */
export function countChange(event: LoggedEvent): CountChange | undefined {
  if (event.kind === 'planned') return { kind: 'planned', files: event.files };
  if (event.kind === 'follow_up') return { kind: 'more', files: event.files };
  if (event.kind === 'fleet') return { kind: 'counted', counts: event.files };
  if (event.kind !== 'file') return undefined;
  return { kind: 'ended', state: stateOfFileEvent(event), bytes: event.bytes };
}

/** Files by state after a change. */
export function afterChange(counts: FileCounts, change: CountChange): FileCounts {
  if (change.kind === 'counted') return change.counts;
  const { tasks: left = 0, bytes: leftBytes = 0 } = counts[LEFT] ?? {};
  const withLeft = (tasks: number): FileCounts =>
    tasks <= 0 ? without(counts, LEFT) : { ...counts, [LEFT]: { tasks, bytes: leftBytes } };
  if (change.kind === 'planned') {
    const ended = Object.entries(counts).reduce(
      (sum, [state, { tasks }]) => sum + (state === LEFT ? 0 : tasks),
      0,
    );
    return withLeft(change.files - ended);
  }
  if (change.kind === 'more') return withLeft(left + change.files);
  const { tasks = 0, bytes = 0 } = counts[change.state] ?? {};
  return { ...withLeft(left - 1), [change.state]: { tasks: tasks + 1, bytes: bytes + change.bytes } };
}

/**
 * Files by state as a run finds them when it is continued: those that ended stay so, all others are Scheduled, and with `failed`
 * those that failed are, too.
 */
export function whenContinued(counts: FileCounts, { failed }: { readonly failed: boolean }): FileCounts {
  const isKept = (state: string): boolean =>
    isSettled(state) && !(failed && FAILED_STATES.some((it) => it === state));
  const kept = Object.entries(counts).filter(([state]) => isKept(state));
  const left = Object.entries(counts).filter(([state]) => !isKept(state));
  const sum = (of: 'tasks' | 'bytes'): number => left.reduce((total, [, count]) => total + count[of], 0);
  const scheduled = left.length === 0 ? {} : { [LEFT]: { tasks: sum('tasks'), bytes: sum('bytes') } };
  return { ...Object.fromEntries(kept), ...scheduled };
}

function without(counts: FileCounts, name: string): FileCounts {
  return Object.fromEntries(Object.entries(counts).filter(([state]) => state !== name));
}
