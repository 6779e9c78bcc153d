import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@tapehaul/sqlite';
import { guarded } from '../file/guarded.ts';

/** Rows of a page that are read together. */
export const ROWS = 1_000;

/** Reads the rows of a list behind one, or the first: at most {@link ROWS}. */
export type PageReader<Value> = (after: Value | undefined) => Value[];

/** Reads a file, each answer and each page from one snapshot of it. */
export abstract class Snapshots {
  readonly #database: DatabaseSync;
  readonly #path: string;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.guarded(() => this.#database.close());
  }

  /** Called before each reading of the file. */
  protected beforeRead(): void {}

  /** The number of a run; undefined when there is none of that id. */
  protected abstract runNumber(runId: string): number | undefined;

  /** Runs work; what SQLite throws becomes a TapehaulError. */
  protected guarded<Result>(work: () => Result): Result {
    return guarded(this.#path, work);
  }

  protected read<Result>(work: () => Result): Result {
    this.beforeRead();
    return this.guarded(() => transaction(this.#database, work, 'DEFERRED'));
  }

  /** What is read of a run; `none` when there is no run of that id. */
  protected ofRun<Result>(runId: string, none: Result, work: (run: number) => Result): Result {
    return this.read(() => {
      const run = this.runNumber(runId);
      return run === undefined ? none : work(run);
    });
  }

  /** A list in pages, each read as it is requested. */
  protected async *pages<Value>(open: () => PageReader<Value>): AsyncGenerator<readonly Value[]> {
    const readPage = open();
    for (let after: Value | undefined; ; ) {
      const last = after;
      const values = this.read(() => readPage(last));
      if (values.length > 0) yield values;
      after = values.at(-1);
      if (values.length < ROWS) return;
    }
  }

  /** A list of a run in pages that are read by numbers: `behind` gives rows behind a number, and the number it has read to. */
  protected async *pagesBehind<Value>(
    runId: string,
    behind: (run: number, after: number) => { readonly rows: Value[]; readonly last: number },
  ): AsyncGenerator<readonly Value[]> {
    for (let after = 0; ; ) {
      const from = after;
      const none = { rows: [], last: from };
      const { rows, last } = this.ofRun<{ rows: Value[]; last: number }>(runId, none, (run) =>
        behind(run, from),
      );
      if (rows.length > 0) yield rows;
      if (last === from) return;
      after = last;
    }
  }

  /** {@link Snapshots.pages} of a run; none when there is no run of that id. */
  protected async *pagesOfRun<Value>(
    runId: string,
    open: (run: number) => PageReader<Value>,
  ): AsyncGenerator<readonly Value[]> {
    const run = this.read(() => this.runNumber(runId));
    if (run !== undefined) yield* this.pages(() => open(run));
  }
}
