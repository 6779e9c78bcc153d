import { type FileCounts, IN_PLACE_STATES, isSettled } from '@tapehaul/workflow';
import type * as z from 'zod';
import type { runProgressSchema } from '../schema/run-schema.ts';
import type { Moved, Pace } from './pace.ts';
import { timeLeft } from './time-left.ts';

/** How far a run has come, as it is shown. */
export type RunProgress = z.output<typeof runProgressSchema>;

/** What the progress of a run is made from. */
export interface ProgressFacts {
  /** Files by state. */
  readonly counts: FileCounts;
  /** Whether the plan knows the size of each file: it was made by a listing. */
  readonly isListed: boolean;
  /** Bytes that are left by the plan as the process that works on it estimates them; null where it is another one's. */
  readonly planned: number | null;
  /** Whether these are typical sizes, as the files that came show; not by default. */
  readonly isGuess?: boolean;
  readonly pace: Pace;
  /** Files in transfer; null where that is not known. */
  readonly transferring: number | null;
}

/** Files that a run has fetched, and their bytes: those that were in place before do not count. */
export function movedOf(counts: FileCounts): Moved {
  const states = IN_PLACE_STATES.filter((state) => state !== 'Cached');
  const sum = (of: 'tasks' | 'bytes') =>
    states.reduce((total, state) => total + (counts[state]?.[of] ?? 0), 0);
  return { bytes: sum('bytes'), files: sum('tasks') };
}

/** How far a run in progress has come, and how long it still takes at the pace of the last minute. */
export function progressOf(
  { counts, isListed, planned, isGuess = false, pace, transferring }: ProgressFacts,
  now: number,
): RunProgress {
  const all = Object.entries(counts);
  const left = all.filter(([state]) => !isSettled(state));
  const files = tasksOf(left);
  const moved = movedOf(counts);
  const bytes = files === 0 ? 0 : isListed ? bytesOf(left) : (planned ?? bySizeOf(moved, files));
  const rates = pace.rates(now);
  // Of files whose sizes are not known, the number says more than typical sizes of other ones.
  const known = isGuess && !isListed ? null : bytes;
  const time = timeLeft({ files, bytes: known, isEstimate: !isListed }, pace, now);
  return {
    files_total: tasksOf(all),
    files_left: files,
    bytes_moved: moved.bytes,
    bytes_left: bytes,
    bytes_left_is_estimate: !isListed && files > 0,
    rate_bytes: rates === undefined ? null : Math.round(rates.bytes),
    rate_files: rates === undefined ? null : Math.round(rates.files * 100) / 100,
    eta_p50_seconds: time === undefined ? null : Math.ceil(time.p50),
    eta_p90_seconds: time === undefined ? null : Math.ceil(time.p90),
    transferring,
  };
}

type Entries = readonly (readonly [state: string, count: FileCounts[string]])[];

function tasksOf(counts: Entries): number {
  return counts.reduce((sum, [, { tasks }]) => sum + tasks, 0);
}

function bytesOf(counts: Entries): number {
  return counts.reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

/** What N files have together when they are as large as those that came; null before the first. */
function bySizeOf(moved: Moved, files: number): number | null {
  return moved.files === 0 ? null : Math.round((moved.bytes / moved.files) * files);
}
