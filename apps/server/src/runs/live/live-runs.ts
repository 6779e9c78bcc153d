import type { FileCounts, MoveListener, WorkflowEvent } from '@tapehaul/workflow';
import type { Job } from '../../store/job.ts';
import type { RunObserver } from '../queue/run-observer.ts';
import { LiveRun, SeenRun } from './live-run.ts';
import { Pace } from './pace.ts';
import { progressOf, type RunProgress } from './run-progress.ts';

/** Runs of other processes whose pace is remembered. */
const MOST_SEEN = 256;

/** What decides about the progress of a run beside its files. */
export interface ProgressQuery {
  readonly runId: string;
  readonly counts: FileCounts;
  /** Whether its plan knows the size of each file. */
  readonly isListed: boolean;
}

/** What this process knows of runs in progress: its own by their events, those of others by their records. */
export class LiveRuns implements RunObserver {
  readonly #own = new Map<string, LiveRun>();
  readonly #seen = new Map<string, SeenRun>();

  accepted(): void {}

  began({ run_id }: Job): void {
    this.#own.set(run_id, new LiveRun());
    this.#seen.delete(run_id);
  }

  receive({ run_id }: Job, event: WorkflowEvent): void {
    this.#own.get(run_id)?.receive(event, performance.now());
  }

  ended({ run_id }: Job): void {
    this.#own.delete(run_id);
  }

  /** Receives which files engines move for a job. */
  moves({ run_id }: Job): MoveListener {
    return (change, file) => this.#own.get(run_id)?.move(change, file);
  }

  /** A run that this process works on. */
  own(runId: string): LiveRun | undefined {
    return this.#own.get(runId);
  }

  /** How far a run in progress has come. Of a run whose files other processes do, its pace is known from the second time on. */
  progressOf({ runId, counts, isListed }: ProgressQuery): RunProgress {
    const now = performance.now();
    const own = this.#own.get(runId);
    if (own === undefined || own.isOnFleet) {
      const pace = this.#seenRun(runId).seen(counts, now);
      return progressOf({ counts, isListed, planned: null, pace, transferring: null }, now);
    }
    const { pace = new Pace({ bytes: 0, files: 0 }, now), bytesLeft: planned, isGuess, active } = own;
    return progressOf({ counts, isListed, planned, isGuess, pace, transferring: active.length }, now);
  }

  #seenRun(runId: string): SeenRun {
    const run = this.#seen.get(runId) ?? new SeenRun();
    // The one that was read last is forgotten last.
    this.#seen.delete(runId);
    this.#seen.set(runId, run);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST_SEEN && oldest !== undefined) this.#seen.delete(oldest);
    return run;
  }
}
