import { isFinal, type RunSummary } from '@tapehaul/workflow';
import type { ShownRun } from '../schema/run-schema.ts';

/** Ended runs whose views are kept. */
const MOST = 2_000;

/** A run of a list, and the directory that it is in. */
export interface ListedSummary {
  readonly directory: string;
  readonly run: Pick<RunSummary, 'runId' | 'state' | 'endedAt' | 'resumes'>;
}

/** Views of runs all of whose files have ended: nothing of them changes until they are continued, which the summary of a run shows. */
export class EndedRuns {
  readonly #views = new Map<string, ShownRun>();

  /** The view of a run that stands as when it was kept. */
  find(listed: ListedSummary): ShownRun | undefined {
    return this.#views.get(nameOf(listed));
  }

  /** Keeps the view of a run that has ended; nothing of one with files left, since workers may hand in files after its end. */
  keep(listed: ListedSummary, view: ShownRun): void {
    const isAnyLeft = Object.entries(view.files).some(([state, { tasks }]) => tasks > 0 && !isFinal(state));
    if (listed.run.endedAt === null || isAnyLeft) return;
    this.#views.set(nameOf(listed), view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > MOST && oldest !== undefined) this.#views.delete(oldest);
  }
}

function nameOf({ directory, run: { runId, state, endedAt, resumes } }: ListedSummary): string {
  return JSON.stringify([directory, runId, state, endedAt, resumes]);
}
