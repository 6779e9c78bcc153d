import type * as records from '@tapehaul/catalog';
import type { CatalogReader, MissingObject } from '@tapehaul/catalog';
import { foundPage, hasWorkLeft, seenAttempts, seenTask, taskHistory } from '@tapehaul/catalog/rules';
import { batchPage } from '../batches/batch-page.ts';
import { reportsBehind } from '../batches/report-rows.ts';
import { recordedBehind } from '../holdings/held-reader.ts';
import { logPage } from '../notes/log-reader.ts';
import { changesBehind, gapsBehind, lastChange, wasMissing } from '../notes/note-reader.ts';
import { countsOf, failuresOf, hasWork, runHistory, runsPage } from '../runs/run-reader.ts';
import { runRecord, runSummary } from '../runs/run-rows.ts';
import { timelineOf } from '../runs/timeline-reader.ts';
import { failedBehind } from '../tasks/lists/failed-tasks.ts';
import { outcomesBehind } from '../tasks/lists/outcome-reader.ts';
import { remainingBehind, remainingFolders } from '../tasks/lists/remaining-tasks.ts';
import { taskPage } from '../tasks/lists/task-page.ts';
import { attemptsOf, taskById } from '../tasks/lists/task-rows.ts';
import { HeldRecordReader } from './held-record-reader.ts';
import { ROWS } from './record-reader.ts';

/** Reads a record. */
export class PostgresReader extends HeldRecordReader implements CatalogReader {
  async run(runId: string): Promise<records.RunRecord | undefined> {
    const run = await this.seen(runId);
    return run && runRecord(run.row);
  }

  runs(query: records.RunQuery = {}): Promise<records.Page<records.RunSummary>> {
    return this.read((session) => runsPage(session, this.record, query));
  }

  runHistory(runId: string): Promise<records.StateRecord[]> {
    return this.ofRun<records.StateRecord[]>(runId, [], runHistory);
  }

  tasks(runId: string, query: records.TaskQuery = {}): Promise<records.TaskPage> {
    return foundPage(query, (part) =>
      this.ofRun<records.TaskPage>(runId, NO_TASKS, (session, run) => taskPage(session, run, part)),
    );
  }

  task(runId: string, taskId: string): Promise<records.TaskRecord | undefined> {
    return this.ofRun<records.TaskRecord | undefined>(runId, undefined, async (session, run) => {
      const found = await taskById(session, run, taskId);
      return found && seenTask(found.task, run.crashedAt);
    });
  }

  outcomes(runId: string, name: string): records.Pages<records.TaskOutcome> {
    return this.pagesOfRun(runId, (session, run, after) =>
      outcomesBehind(session, this.record, run, name, after, ROWS),
    );
  }

  attempts(runId: string, taskId: string): Promise<records.AttemptRecord[]> {
    return this.ofRun<records.AttemptRecord[]>(runId, [], async (session, run) => {
      const found = await taskById(session, run, taskId);
      if (found === undefined) return [];
      const ended = await attemptsOf(session, run, found.number);
      return seenAttempts(ended, found.attemptAt, found.task, run.crashedAt);
    });
  }

  taskHistory(runId: string, taskId: string): Promise<records.StateRecord[]> {
    return this.ofRun<records.StateRecord[]>(runId, [], async (session, run) => {
      const found = await taskById(session, run, taskId);
      if (found === undefined) return [];
      const { number, task, attemptAt } = found;
      const ended = await attemptsOf(session, run, number);
      const runningSince = run.crashedAt === undefined ? attemptAt : null;
      const attempts = seenAttempts(ended, attemptAt, task, run.crashedAt);
      return taskHistory(seenTask(task, run.crashedAt), attempts, runningSince);
    });
  }

  async counts(runId: string, name?: string): Promise<Readonly<Record<string, records.StateCount>>> {
    const run = await this.seen(runId);
    return run === undefined ? {} : countsOf(run, name);
  }

  timeline(runId: string, query: records.TimelineQuery = {}): Promise<records.TimelineSlice[]> {
    return this.ofRun<records.TimelineSlice[]>(runId, [], (session, run) => timelineOf(session, run, query));
  }

  async hasWork(
    runId: string,
    { failed, only }: { readonly failed: boolean; readonly only?: records.TaskSelection },
  ): Promise<boolean> {
    if (only === undefined) {
      const run = await this.seen(runId);
      return run !== undefined && hasWorkLeft(runSummary(run.row), run.classes, failed);
    }
    return this.ofRun(runId, false, (session, run) => hasWork(session, run, failed, only));
  }

  failures(runId: string): Promise<records.FailureClass[]> {
    return this.ofRun<records.FailureClass[]>(runId, [], failuresOf);
  }

  failedTasks(runId: string): records.Pages<records.FailedTask> {
    return this.pagesOfRun(runId, (session, run, after) => failedBehind(session, run, after, ROWS));
  }

  logs(runId: string, query: records.LogQuery = {}): Promise<records.LogPage> {
    return this.ofRun<records.LogPage>(runId, EMPTY, (session, { id }) => logPage(session, id, runId, query));
  }

  async *recordedBy(runId: string): AsyncGenerator<readonly records.ObjectRecord[]> {
    const run = await this.#numberOf(runId);
    if (run === undefined) return;
    yield* this.pages<records.ObjectRecord>((session, after) =>
      recordedBehind(session, this.record, run, after, ROWS),
    );
  }

  async *gaps(runId: string): AsyncGenerator<readonly records.GapRecord[]> {
    const run = await this.#numberOf(runId);
    if (run === undefined) return;
    yield* this.pages<records.GapRecord>((session, after) => gapsBehind(session, run, after, ROWS));
  }

  async *changes(runId: string): AsyncGenerator<readonly records.ChangeRecord[]> {
    const run = await this.#numberOf(runId);
    if (run === undefined) return;
    yield* this.pagesBehind<records.ChangeRecord, number>((session, after) =>
      changesBehind(session, run, after, ROWS),
    );
  }

  lastChange(key: string): Promise<records.ChangeRecord | undefined> {
    return this.read((session) => lastChange(session, this.record, key));
  }

  wasMissing(runId: string, missing: MissingObject): Promise<boolean> {
    return this.ofRun(runId, false, (session, { id }) => wasMissing(session, id, missing));
  }

  batches(runId: string, query: records.BatchQuery = {}): Promise<records.Page<records.BatchRecord>> {
    return this.ofRun<records.Page<records.BatchRecord>>(runId, EMPTY, (session, { id }) =>
      batchPage(session, id, query),
    );
  }

  batchReports(runId: string, name: string): records.Pages<unknown> {
    return this.pagesOfRun(runId, (session, { id }, after) => reportsBehind(session, id, name, after));
  }

  /** As {@link Catalog.remainingTasks}. */
  remainingTasks(runId: string, name: string): records.Pages<records.PlannedTask> {
    return this.pagesOfRun(runId, (session, run, after) => remainingBehind(session, run, name, after, ROWS));
  }

  /** As {@link Catalog.remainingFolders}. */
  remainingFolders(runId: string, name: string, blockBytes: number): records.Pages<records.RemainingFolder> {
    return this.pagesOfRun(runId, (session, run, after) =>
      remainingFolders(session, run, name, blockBytes, after),
    );
  }

  #numberOf(runId: string): Promise<number | undefined> {
    return this.ofRun<number | undefined>(runId, undefined, async (_, { id }) => id);
  }
}

const EMPTY = { rows: [], next: null };
const NO_TASKS = { ...EMPTY, searched: null };
