import type { Database } from '../connection/database.ts';
import type { Session } from '../connection/session.ts';
import { RequestedRuns } from '../runs/requested-runs.ts';
import { type SeenRun, seenRun, seenRuns } from '../runs/seen-run.ts';

/** Rows of a page that are read together. */
export const ROWS = 1_000;

/** Rows that were read behind a place, and the place that was reached. */
export interface PlacedRows<Row, Place> {
  readonly rows: readonly Row[];
  readonly last: Place | undefined;
}

/** Reads a record, each answer and each page from one snapshot. */
export abstract class RecordReader {
  protected readonly database: Database;
  /** The number of the record. */
  protected readonly record: number;
  readonly #requested = new RequestedRuns((ids) =>
    this.read((session) => seenRuns(session, this.record, ids)),
  );

  constructor(database: Database, record: number) {
    this.database = database;
    this.record = record;
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** Called before each reading. */
  protected async beforeRead(): Promise<void> {}

  protected readonly read = async <Result>(work: (session: Session) => Promise<Result>): Promise<Result> => {
    await this.beforeRead();
    return this.database.read(work);
  };

  /** What is read of a run; `none` when there is no run of that id. */
  protected ofRun<Result>(
    runId: string,
    none: Result,
    work: (session: Session, run: SeenRun) => Promise<Result>,
  ): Promise<Result> {
    return this.read(async (session) => {
      const run = await seenRun(session, this.record, runId);
      return run === undefined ? none : work(session, run);
    });
  }

  /** What is known of a run as a whole; undefined when there is no run of that id. */
  protected seen(runId: string): Promise<SeenRun | undefined> {
    return this.#requested.find(runId);
  }

  /** A list in pages, each read behind the last row of the one before. */
  protected async *pages<Row>(
    readPage: (session: Session, after: Row | undefined) => Promise<Row[]>,
  ): AsyncGenerator<readonly Row[]> {
    for (let after: Row | undefined; ; ) {
      const from = after;
      const rows = await this.read((session) => readPage(session, from));
      if (rows.length > 0) yield rows;
      after = rows.at(-1);
      if (rows.length < ROWS) return;
    }
  }

  /** A list in pages whose places are not in its rows; it ends where no further place is reached. */
  protected async *pagesBehind<Row, Place>(
    readPage: (session: Session, after: Place | undefined) => Promise<PlacedRows<Row, Place>>,
  ): AsyncGenerator<readonly Row[]> {
    for (let after: Place | undefined; ; ) {
      const from = after;
      const { rows, last } = await this.read((session) => readPage(session, from));
      for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
      if (last === undefined || last === from) return;
      after = last;
    }
  }

  /** {@link RecordReader.pagesBehind} of a run, by numbers; none when there is no run of that id. */
  protected pagesOfRun<Row>(
    runId: string,
    readPage: (session: Session, run: SeenRun, after: number) => Promise<PlacedRows<Row, number>>,
  ): AsyncGenerator<readonly Row[]> {
    return this.pagesBehind<Row, number>(async (session, after = 0) => {
      const run = await seenRun(session, this.record, runId);
      if (run === undefined) return { rows: [], last: undefined };
      const { rows, last } = await readPage(session, run, after);
      return { rows, last: last === after ? undefined : last };
    });
  }
}
