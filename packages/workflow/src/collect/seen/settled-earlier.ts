import type { CatalogReader } from '@tapehaul/catalog';
import { FAILED_STATES, type TaskCounts } from '@tapehaul/orchestrator';
import { IN_PLACE_STATES } from '../../file/file-states.ts';
import { FILE_TASK } from '../../flow-names.ts';

/** A run, and whether its plan is stored. */
export interface PlannedRun {
  readonly catalog: CatalogReader;
  readonly runId: string;
  readonly phase: 'new' | 'planned';
}

/** What a run had settled before it was taken up again; nothing of a new one. */
export interface SettledEarlier {
  readonly files: {
    readonly cached: number;
    /** Size of those in place, in bytes. */
    readonly bytes: number;
    readonly absent: number;
    readonly failed: number;
    readonly disputed: number;
  };
  /** Files that had failed and are not tried again, by state. */
  readonly failed: TaskCounts;
}

/** Reads what a run has settled by now; nothing while its plan is not stored, since storing it reports it again. */
export async function settledEarlier({ catalog, runId, phase }: PlannedRun): Promise<SettledEarlier> {
  const counts = phase === 'new' ? {} : await catalog.counts(runId, FILE_TASK);
  const failed: TaskCounts = {};
  for (const state of FAILED_STATES) {
    const tasks = counts[state]?.tasks ?? 0;
    if (tasks > 0) failed[state] = tasks;
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const inPlace = IN_PLACE_STATES.map((state) => counts[state] ?? { tasks: 0, bytes: 0 });
  return {
    files: {
      cached: sum(inPlace.map(({ tasks }) => tasks)),
      bytes: sum(inPlace.map(({ bytes }) => bytes)),
      absent: counts.Absent?.tasks ?? 0,
      failed: sum(Object.values(failed)),
      disputed: counts.Disputed?.tasks ?? 0,
    },
    failed,
  };
}
