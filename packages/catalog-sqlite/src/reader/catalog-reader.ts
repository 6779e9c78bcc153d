import type { DatabaseSync } from 'node:sqlite';
import type { SeriesParts } from '@tapehaul/archive';
import type * as records from '@tapehaul/catalog';
import type { CatalogReader, DisputeRecord, DisputeState, MissingObject } from '@tapehaul/catalog';
import { foundPage, type SeenClass, seenClasses } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import { RemainingTasks } from '../batches/remaining-tasks.ts';
import { CoverageAnswers } from '../cells/coverage-answers.ts';
import { DisputeReader } from '../holdings/dispute-reader.ts';
import { ObjectReader } from '../holdings/object-reader.ts';
import { LogReader } from '../notes/log-reader.ts';
import { DeadRuns } from '../owners/dead-runs.ts';
import { RunReader } from '../runs/run-reader.ts';
import { TimelineReader } from '../runs/timeline-reader.ts';
import { classReader } from '../tasks/classes.ts';
import { FailedTasks } from '../tasks/lists/failed-tasks.ts';
import { OutcomeReader } from '../tasks/lists/outcome-reader.ts';
import { TaskReader } from '../tasks/lists/task-reader.ts';
import { BatchSnapshots } from './batch-snapshots.ts';

/** Reads a catalog, each answer and each page from one snapshot of the file. */
export class SqliteReader extends BatchSnapshots implements CatalogReader {
  readonly #runs: RunReader;
  readonly #tasks: TaskReader;
  readonly #failed: FailedTasks;
  readonly #timeline: TimelineReader;
  readonly #remaining: RemainingTasks;
  readonly #logs: LogReader;
  readonly #objects: ObjectReader;
  readonly #disputes: DisputeReader;
  readonly #outcomes: OutcomeReader;
  readonly #coverage: CoverageAnswers;

  constructor(database: DatabaseSync, path: string) {
    super(database, path);
    const dead = new DeadRuns(database);
    const recorded = classReader(database);
    const classesOf = (run: number): SeenClass[] => seenClasses(recorded(run), dead.crashedAt(run));
    this.#runs = new RunReader(database, dead, classesOf);
    this.#tasks = new TaskReader(database, dead, classesOf);
    this.#timeline = new TimelineReader(database, classesOf);
    this.#failed = new FailedTasks(database, classesOf);
    this.#remaining = new RemainingTasks(database, classesOf);
    this.#logs = new LogReader(database);
    this.#objects = new ObjectReader(database);
    this.#disputes = new DisputeReader(database);
    this.#outcomes = new OutcomeReader(database, classesOf);
    this.#coverage = new CoverageAnswers(database, (work) => this.read(work));
  }

  async run(runId: string): Promise<records.RunRecord | undefined> {
    return this.runNow(runId);
  }

  async runs(query: records.RunQuery = {}): Promise<records.Page<records.RunSummary>> {
    return this.read(() => this.#runs.page(query));
  }

  async runHistory(runId: string): Promise<records.StateRecord[]> {
    return this.ofRun(runId, [], (run) => this.#runs.history(run));
  }

  async tasks(runId: string, query: records.TaskQuery = {}): Promise<records.TaskPage> {
    const of = (part: records.TaskQuery) => (run: number) => this.#tasks.page(run, runId, part);
    return foundPage(query, (part) => this.ofRun(runId, NO_TASKS, of(part)));
  }

  async task(runId: string, taskId: string): Promise<records.TaskRecord | undefined> {
    return this.ofRun(runId, undefined, (run) => this.#tasks.task(run, runId, taskId));
  }

  outcomes(runId: string, name: string): records.Pages<records.TaskOutcome> {
    return this.pagesOfRun(runId, (run) => this.#outcomes.outcomes(run, name));
  }

  async attempts(runId: string, taskId: string): Promise<records.AttemptRecord[]> {
    return this.ofRun(runId, [], (run) => this.#tasks.attempts(run, runId, taskId));
  }

  async taskHistory(runId: string, taskId: string): Promise<records.StateRecord[]> {
    return this.ofRun(runId, [], (run) => this.#tasks.history(run, runId, taskId));
  }

  async counts(runId: string, name?: string): Promise<Readonly<Record<string, records.StateCount>>> {
    return this.ofRun(runId, {}, (run) => this.#runs.counts(run, name));
  }

  async timeline(runId: string, query: records.TimelineQuery = {}): Promise<records.TimelineSlice[]> {
    return this.ofRun(runId, [], (run) => this.#timeline.slices(run, query));
  }

  async hasWork(
    runId: string,
    { failed, only }: { readonly failed: boolean; readonly only?: records.TaskSelection },
  ): Promise<boolean> {
    return this.ofRun(runId, false, (run) => this.#runs.hasWork(run, runId, failed, only));
  }

  async failures(runId: string): Promise<records.FailureClass[]> {
    return this.ofRun(runId, [], (run) => this.#runs.failures(run));
  }

  failedTasks(runId: string): records.Pages<records.FailedTask> {
    return this.pagesOfRun(runId, (run) => this.#failed.ofRun(run));
  }

  async logs(runId: string, query: records.LogQuery = {}): Promise<records.LogPage> {
    return this.ofRun(runId, EMPTY, (run) => this.#logs.page(run, runId, query));
  }

  async find(key: string): Promise<records.ObjectRecord | undefined> {
    return this.findNow(key);
  }

  async findAll(keys: readonly string[]): Promise<Map<string, records.ObjectRecord>> {
    return this.findAllNow(keys);
  }

  held(prefix?: string): records.Pages<records.ObjectRecord> {
    return this.pages(() => this.#objects.held(prefix));
  }

  recordedBy(runId: string): records.Pages<records.ObjectRecord> {
    return this.pagesOfRun(runId, (run) => this.#objects.recordedBy(run));
  }

  async coverage(query: records.CoverageQuery = {}): Promise<records.Page<records.SeriesCoverage>> {
    return this.read(() => this.#objects.coverage(query));
  }

  cells(query: records.CellsQuery = {}): Promise<records.Page<records.SeriesCells>> {
    return this.#coverage.cells(query);
  }

  cellsOf(series: SeriesParts, range: DayRange = {}): Promise<records.SeriesCells | undefined> {
    return this.#coverage.cellsOf(series, range);
  }

  seenDays(series: SeriesParts): Promise<records.SeenDays | undefined> {
    return this.#coverage.seenDays(series);
  }

  explainDay(series: SeriesParts, day: string): Promise<records.Hole> {
    return this.#coverage.explainDay(series, day);
  }

  holes(query: records.HolesQuery = {}): Promise<records.Page<records.Hole>> {
    return this.#coverage.holes(query);
  }

  gaps(runId: string): records.Pages<records.GapRecord> {
    return this.pagesOfRun(runId, (run) => this.#objects.gaps(run));
  }

  changes(runId: string): records.Pages<records.ChangeRecord> {
    return this.pagesOfRun(runId, (run) => this.#objects.changes(run, runId));
  }

  async lastChange(key: string): Promise<records.ChangeRecord | undefined> {
    return this.guarded(() => this.#objects.lastChange(key));
  }

  async wasMissing(runId: string, missing: MissingObject): Promise<boolean> {
    return this.guarded(() => {
      const run = this.#runs.numberOf(runId);
      return run !== undefined && this.#objects.wasMissing(run, missing);
    });
  }

  versions(key?: string): records.Pages<records.VersionRecord> {
    return this.pages(() => this.#objects.versions(key));
  }

  async dispute(key: string): Promise<DisputeRecord | undefined> {
    return this.read(() => this.#disputes.find(key));
  }

  async disputesOf(keys: readonly string[]): Promise<Map<string, DisputeRecord>> {
    return this.read(() => this.#disputes.findAll(keys));
  }

  disputes(state?: DisputeState): records.Pages<DisputeRecord> {
    return this.pages(() => this.#disputes.disputes(state));
  }

  /** As {@link Catalog.remainingTasks}. */
  remainingTasks(runId: string, name: string): records.Pages<records.PlannedTask> {
    return this.pagesBehind(runId, (run, after) => this.#remaining.behind(run, name, after));
  }

  /** As {@link Catalog.remainingFolders}. */
  remainingFolders(runId: string, name: string, blockBytes: number): records.Pages<records.RemainingFolder> {
    return this.pagesBehind(runId, (run, after) =>
      this.#remaining.folders.behind(run, name, blockBytes, after),
    );
  }

  /** {@link SqliteReader.run}, in this turn. */
  protected runNow(runId: string): records.RunRecord | undefined {
    return this.read(() => this.#runs.run(runId));
  }

  /** {@link SqliteReader.find}, in this turn. */
  protected findNow(key: string): records.ObjectRecord | undefined {
    return this.guarded(() => this.#objects.find(key));
  }

  /** {@link SqliteReader.findAll}, in this turn. */
  protected findAllNow(keys: readonly string[]): Map<string, records.ObjectRecord> {
    return this.guarded(() => this.#objects.findAll(keys));
  }

  protected override runNumber(runId: string): number | undefined {
    return this.#runs.numberOf(runId);
  }
}

const EMPTY = { rows: [], next: null };
const NO_TASKS = { ...EMPTY, searched: null };
