import { setImmediate } from 'node:timers/promises';
import type { DirectoryFigures, ResultStatus } from '@tapehaul/metrics/service';
import { type CatalogReader, FLOW_NAME, findRecord, type WorkflowEvent } from '@tapehaul/workflow';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { Records } from '../records/records.ts';
import type { RunObserver } from '../runs/queue/run-observer.ts';
import type { Job } from '../store/job.ts';

/** How long what records say is kept, in milliseconds: a scrape should not open them all. */
const KEPT = 60_000;

/** Events that do not mean that a run gets on. */
const NO_PROGRESS: ReadonlySet<string> = new Set(['waiting', 'retry', 'paused', 'fall_back', 'no_worker']);

/** Counts of runs that are kept elsewhere. */
export interface RunCounts {
  know(directory: string): void;
  ended(directory: string, outcome: ResultStatus, seconds: number): void;
}

/** Figures of the runs of a service: those in progress, and what records say of those before. */
export class RunFigures implements RunObserver {
  readonly #records: Pick<Records, 'each'>;
  readonly #directories: Pick<OutputDirectories, 'nameOf'>;
  readonly #counts: RunCounts;
  readonly #working = new Map<string, { directory: string; beganAt: number; progressAt: number }>();
  #recorded: Promise<DirectoryFigures[]> | undefined;
  #recordedAt = 0;

  constructor(
    records: Pick<Records, 'each'>,
    directories: Pick<OutputDirectories, 'nameOf'>,
    counts: RunCounts,
  ) {
    this.#records = records;
    this.#directories = directories;
    this.#counts = counts;
  }

  /** A run has been accepted. */
  accepted({ directory }: Job): void {
    this.#counts.know(this.#labelOf(directory));
  }

  /** A run begins. */
  began({ run_id, directory }: Job): void {
    const now = Date.now();
    this.#working.set(run_id, { directory: this.#labelOf(directory), beganAt: now, progressAt: now });
  }

  /** Receives an event of a run. */
  receive({ run_id }: Job, event: WorkflowEvent): void {
    const run = this.#working.get(run_id);
    const isIdle = event.kind === 'fleet' && event.files_per_second === 0;
    if (run !== undefined && !isIdle && !NO_PROGRESS.has(event.kind)) run.progressAt = Date.now();
  }

  /** A run has ended in this state; undefined where the next process continues it. */
  ended({ run_id }: Job, state: string | undefined): void {
    const run = this.#working.get(run_id);
    this.#working.delete(run_id);
    this.#recordedAt = 0;
    const outcome = state === undefined ? undefined : outcomeOf(state);
    if (run === undefined || outcome === undefined) return;
    this.#counts.ended(run.directory, outcome, (Date.now() - run.beganAt) / 1_000);
  }

  /** Runs in progress. */
  get working(): { readonly directory: string; readonly progressAt: number }[] {
    return [...this.#working.values()];
  }

  /** What the records of all output directories say, at most a minute old. Rejects as reading a folder does. */
  directories(): Promise<DirectoryFigures[]> {
    const isFresh = this.#recorded !== undefined && Date.now() - this.#recordedAt < KEPT;
    if (isFresh && this.#recorded !== undefined) return this.#recorded;
    this.#recordedAt = Date.now();
    const reading = this.#read();
    this.#recorded = reading;
    // What could not be read is read anew by the next scrape, not in a minute.
    reading.catch(() => {
      if (this.#recorded === reading) this.#recordedAt = 0;
    });
    return reading;
  }

  async #read(): Promise<DirectoryFigures[]> {
    const found: DirectoryFigures[] = [];
    const each = this.#records.each(async (record, directory) => {
      const figures = await figuresOf(record, directory);
      return figures && { directory: this.#labelOf(directory), ...figures };
    });
    for await (const figures of each) {
      found.push(figures);
      // A record may answer in the same turn; others get theirs between two.
      await setImmediate();
    }
    return found;
  }

  #labelOf(directory: string): string {
    return this.#directories.nameOf(directory) || '.';
  }
}

/** What a record says; undefined where it cannot be read, which must not hide the others. */
async function figuresOf(
  record: CatalogReader,
  directory: string,
): Promise<Omit<DirectoryFigures, 'directory'> | undefined> {
  try {
    const [last] = (await record.runs({ flow: FLOW_NAME, states: ['Completed'], limit: 1 })).rows;
    const createdAt = (await findRecord(directory))?.createdAt;
    return createdAt === undefined ? undefined : { createdAt, lastSuccessAt: last?.endedAt ?? undefined };
  } catch {
    return undefined;
  }
}

/** The outcome that a state or the code of a refusal stands for; undefined for a run of which nothing was left. */
function outcomeOf(state: string): ResultStatus | undefined {
  if (state === 'run_complete') return undefined;
  if (state === 'completed' || state === 'completed_with_failures' || state === 'cancelled') return state;
  return 'failed';
}
