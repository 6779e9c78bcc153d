import { counted, grouped } from '@tapehaul/errors';
import { isFailed, isFinal, type StateName } from '@tapehaul/states';
import type { TaskEvent } from '@tapehaul/workflow';
import { TaskRun } from './task-run.ts';
import type { TaskRunsOptions } from './task-runs-options.ts';

/** Files of a batch, as in traces. */
const FILES = 500;
/** Most batches of a run: of a plan with more files each has more. */
const MOST_BATCHES = 200;

interface Batch {
  readonly taskRun: TaskRun;
  readonly counts: Map<StateName, number>;
  files: number;
  open: number;
}

/** Shows files in batches, in the order in which they begin. */
export class Batches {
  readonly #options: TaskRunsOptions;
  readonly #batchOf = new Map<string, Batch>();
  readonly #open = new Set<Batch>();
  #current: Batch | undefined;
  #made = 0;
  #size = FILES;

  constructor(options: TaskRunsOptions) {
    this.#options = options;
  }

  /** How many files are planned. */
  planned(files: number): void {
    this.#size = Math.max(FILES, Math.ceil(files / MOST_BATCHES));
  }

  /** Receives a state of a file. */
  receive({ taskId, state, at }: TaskEvent): void {
    const known = this.#batchOf.get(taskId);
    if (known === undefined && isFinal(state)) return;
    const batch = known ?? this.#join(taskId, at);
    if (!isFinal(state)) return;
    this.#batchOf.delete(taskId);
    batch.open -= 1;
    batch.counts.set(state, (batch.counts.get(state) ?? 0) + 1);
    if (batch.open === 0 && batch !== this.#current) this.#close(batch, at, stateOf(batch));
  }

  /** No more files come. */
  end(at: number, state: StateName): void {
    this.#current = undefined;
    for (const batch of this.#open) this.#close(batch, at, batch.open === 0 ? stateOf(batch) : state);
  }

  #join(taskId: string, at: number): Batch {
    const batch = this.#current ?? this.#begin(at);
    this.#batchOf.set(taskId, batch);
    batch.files += 1;
    batch.open += 1;
    if (batch.files >= this.#size) this.#current = undefined;
    return batch;
  }

  #begin(at: number): Batch {
    const { runId, session, events } = this.#options;
    this.#made += 1;
    const name = `batch ${this.#made}`;
    const taskRun = new TaskRun({
      runId,
      task: 'batch',
      key: `${session} ${this.#made}`,
      name,
      tags: ['batch'],
    });
    const batch: Batch = { taskRun, counts: new Map(), files: 0, open: 0 };
    this.#current = batch;
    this.#open.add(batch);
    events.add(taskRun.enter('Running', { at }));
    return batch;
  }

  #close(batch: Batch, at: number, state: StateName): void {
    this.#open.delete(batch);
    const parts = [...batch.counts].toSorted().map(([name, files]) => `${grouped(files)} ${name}`);
    const message = `${counted(batch.files, 'file')}: ${parts.length === 0 ? 'none has ended' : parts.join(', ')}`;
    this.#options.events.add(batch.taskRun.enter(state, { at, message }));
  }
}

function stateOf({ counts }: Batch): StateName {
  return [...counts.keys()].some(isFailed) ? 'CompletedWithGaps' : 'Completed';
}
