import { isDeepStrictEqual } from 'node:util';
import type { ShownRun } from '../schema/run-schema.ts';
import { type ActiveTask, type FailedTask, MOST_LISTED, type ProgressEvent } from './feed-events.ts';

/** Where a run stands. */
export interface RunReading {
  readonly run: ShownRun;
  readonly active: readonly ActiveTask[];
  /** The latest files that failed, the latest first, and how many have failed. */
  readonly failures: readonly FailedTask[];
  readonly failed: number;
  /** When this was read, ISO 8601 UTC. */
  readonly at: string;
}

/**
 * What has happened to a run between two readings, in order; without a former one only its end counts, since a snapshot says
 * all else. Applied to the former reading, it gives the later one.
 */
export function progressChanges(before: RunReading | undefined, now: RunReading): ProgressEvent[] {
  const { run, at } = now;
  const events: ProgressEvent[] = [];
  const known = before?.run;
  if (known !== undefined) {
    const progress = progressEvent(before, now);
    if (progress !== undefined) events.push(progress);
    if (known.state !== run.state) events.push({ kind: 'state', state: run.state, at });
  }
  if (run.end !== null && known?.end == null) events.push({ kind: 'ended', state: run.state, ...run.end });
  return events;
}

function progressEvent(before: RunReading | undefined, now: RunReading): ProgressEvent | undefined {
  const failures = newFailures(before, now);
  const isSame = before !== undefined && isDeepStrictEqual(figuresOf(before), figuresOf(now));
  if (isSame && failures.new_failures_total === 0) return undefined;
  return { kind: 'progress', ...figuresOf(now), ...failures };
}

function figuresOf({ run: { files, progress, tables, queue_place, waits_for }, active }: RunReading) {
  return { files, progress, tables, queue_place, waits_for, active: active.slice(0, MOST_LISTED) };
}

/** Files that have failed since: those that are listed now and were not, and how many more the counts show. */
function newFailures(before: RunReading | undefined, { failures, failed }: RunReading) {
  const known = new Set(before?.failures.map(nameOf));
  const listed = failures.filter((failure) => !known.has(nameOf(failure))).slice(0, MOST_LISTED);
  const more = failed - (before?.failed ?? 0);
  return { new_failures: listed, new_failures_total: Math.max(listed.length, more) };
}

/** A file may fail again once its run is retried. */
function nameOf({ id, at }: FailedTask): string {
  return `${at} ${id}`;
}
