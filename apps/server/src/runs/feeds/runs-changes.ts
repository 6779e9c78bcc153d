import { isDeepStrictEqual } from 'node:util';
import type { ShownRun } from '../schema/run-schema.ts';
import type { RunsEvent } from './feed-events.ts';

/** Runs in progress and in the queue, by their ids. */
export type RunsInSight = ReadonlyMap<string, ShownRun>;

/** The runs that are not in sight any more. */
export function goneRuns(before: RunsInSight, now: RunsInSight): ShownRun[] {
  return [...before.values()].filter(({ run_id }) => !now.has(run_id));
}

/**
 * What has happened between two reads of the runs in progress: one event for each that is new or has changed, and one for each
 * that has `ended`, as it is now.
 */
export function runsChanges(before: RunsInSight, now: RunsInSight, ended: readonly ShownRun[]): RunsEvent[] {
  const changed = [...now.values()].filter((run) => !isDeepStrictEqual(before.get(run.run_id), run));
  return [
    ...ended.map((run): RunsEvent => ({ kind: 'ended', run })),
    ...changed.map((run): RunsEvent => ({ kind: 'run', run })),
  ];
}
