import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type * as records from '@tapehaul/catalog';
import type { Catalog, OwnerOptions, Wish } from '@tapehaul/catalog';
import { SqliteReader } from './catalog-reader.ts';
import { openDatabase, opened, transaction } from './file/database.ts';
import { guarded } from './file/guarded.ts';
import { RecordFile } from './file/record-file.ts';
import { GroupWriter } from './group-writer.ts';
import { ObjectWriter } from './holdings/object-writer.ts';
import { NoteWriter } from './notes/note-writer.ts';
import { KeyedQueue, ListQueue } from './queues.ts';
import { Lease } from './runs/lease.ts';
import { OwnedRuns } from './runs/owned-runs.ts';
import { RunWriter, takenOver, unknownRun } from './runs/run-writer.ts';
import { Classes } from './tasks/classes.ts';
import { Tally } from './tasks/tally.ts';
import { TaskTransfer } from './tasks/task-transfer.ts';
import { TaskWriter } from './tasks/task-writer.ts';

/** Rows of a plan that are written at once, before other work gets its turn. */
const PLAN_GROUP = 5_000;
/** Milliseconds to wait for another process that is writing, while this one is being stopped. */
const HURRY = 'PRAGMA busy_timeout = 100';
/** Log lines that are kept while they cannot be written. */
const MAX_WAITING_LOGS = 10_000;

/** Opens the catalog in a SQLite file, made when it is not there. Throws as {@link openDatabase} does. */
export function openCatalog(path: string): Catalog {
  const database = openDatabase(path);
  return opened(database, path, () => new SqliteCatalog(database, path));
}

class SqliteCatalog extends SqliteReader implements Catalog {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #file: RecordFile;
  readonly #classes: Classes;
  readonly #tally: Tally;
  readonly #runs: RunWriter;
  readonly #tasks: TaskWriter;
  readonly #objects: ObjectWriter;
  readonly #notes: NoteWriter;
  readonly #numbers = new Map<string, number>();
  readonly #owned: OwnedRuns;
  readonly #taskQueue: KeyedQueue<records.TaskChange[]>;
  readonly #objectQueue: KeyedQueue<records.ObjectRecord | undefined>;
  readonly #noteQueue = new ListQueue();
  readonly #writer: GroupWriter;

  constructor(database: DatabaseSync, path: string) {
    super(database, path);
    this.#database = database;
    this.#path = path;
    this.#file = new RecordFile(path);
    this.#classes = new Classes(database);
    this.#tally = new Tally(database);
    this.#runs = new RunWriter(database, path, new TaskTransfer(database, this.#classes, this.#tally));
    this.#owned = new OwnedRuns(database);
    this.#tasks = new TaskWriter(database, this.#classes, this.#tally);
    this.#objects = new ObjectWriter(database);
    this.#notes = new NoteWriter(database);
    this.#taskQueue = new KeyedQueue((changes) => this.#writeTask(changes));
    this.#objectQueue = new KeyedQueue((object, key) => this.#writeObject(object, key));
    const queues = [this.#taskQueue, this.#objectQueue, this.#noteQueue];
    this.#writer = new GroupWriter(queues, (work) => this.#transaction(work));
  }

  startRun(run: records.NewRun, options: OwnerOptions = {}): void {
    this.#flush();
    const number = this.#transaction(() => this.#runs.start(run));
    this.#own(run.runId, number, options);
  }

  resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown },
    options: OwnerOptions = {},
  ): records.RunRecord {
    this.#flush();
    const number = this.#transaction(() => this.#runs.resume(runId, what));
    return this.#own(runId, number, options);
  }

  markCrashedRuns(): string[] {
    this.#flush();
    return this.#transaction(() => this.#runs.markCrashed());
  }

  wish(runId: string, wish: Wish): void {
    this.#transaction(() => this.#runs.wish(runId, wish));
  }

  async planTasks(
    runId: string,
    tasks: Iterable<records.PlannedTask> | AsyncIterable<records.PlannedTask>,
  ): Promise<number> {
    const run = this.#numberOf(runId);
    let count = 0;
    let group: records.PlannedTask[] = [];
    const write = (): void => {
      this.#flush();
      count += this.#transaction(() => {
        if (this.#owned.isLost(run)) throw takenOver(runId);
        return this.#tasks.plan(run, group);
      });
      group = [];
    };
    for await (const task of tasks) {
      if (group.push(task) < PLAN_GROUP) continue;
      write();
      await setImmediate();
    }
    write();
    return count;
  }

  endPlan(runId: string): void {
    const run = this.#numberOf(runId);
    const at = Date.now();
    this.#note(run, () => this.#runs.planned(run, at));
    this.#flush();
  }

  recordTask(change: records.TaskChange): void {
    const key = `${this.#numberOf(change.runId)} ${change.taskId}`;
    const waiting = this.#taskQueue.waiting.get(key);
    if (waiting === undefined) this.#taskQueue.waiting.set(key, [change]);
    else waiting.push(change);
    this.#writer.handedIn();
  }

  recordRun(runId: string, state: string, at: number): void {
    const run = this.#numberOf(runId);
    this.#note(run, () => this.#runs.state(run, state, Math.trunc(at)));
  }

  recordTrace(runId: string, traceparent: string): void {
    const run = this.#numberOf(runId);
    this.#note(run, () => this.#runs.trace(run, traceparent));
  }

  recordLog(log: records.NewLog): void {
    const run = this.#numberOf(log.runId);
    if (this.#writer.fails && this.#noteQueue.size >= MAX_WAITING_LOGS) this.#writer.handedIn();
    else this.#note(run, () => this.#notes.log(run, log));
  }

  recordObject(object: records.ObjectRecord): void {
    this.#numberOf(object.runId);
    this.#objectQueue.waiting.set(object.key, object);
    this.#writer.handedIn();
  }

  forgetObject(key: string): void {
    this.#objectQueue.waiting.set(key, undefined);
    this.#writer.handedIn();
  }

  recordVersion(version: records.VersionRecord): void {
    const run = this.#numberOf(version.runId);
    this.#note(run, () => this.#notes.version(run, version));
  }

  recordChange(change: records.ChangeRecord): void {
    const run = this.#numberOf(change.runId);
    this.#note(run, () => this.#notes.change(run, change));
  }

  recordGap(runId: string, gap: records.GapRecord): void {
    const run = this.#numberOf(runId);
    this.#note(run, () => this.#notes.gap(run, gap));
  }

  endRun(runId: string, state: string, result: unknown): void {
    const run = this.#numberOf(runId);
    this.#owned.ending(run);
    const at = Date.now();
    this.#note(run, () => this.#runs.end(run, state, at, result));
    this.#flush();
  }

  override find(key: string): records.ObjectRecord | undefined {
    const { waiting } = this.#objectQueue;
    return waiting.has(key) ? waiting.get(key) : super.find(key);
  }

  override findAll(keys: readonly string[]): Map<string, records.ObjectRecord> {
    const { waiting } = this.#objectQueue;
    const found = super.findAll(keys);
    for (const key of waiting.size === 0 ? [] : keys.filter((it) => waiting.has(it))) {
      const object = waiting.get(key);
      if (object === undefined) found.delete(key);
      else found.set(key, object);
    }
    return found;
  }

  async settled(): Promise<void> {
    this.#flush();
  }

  hurry(): void {
    if (this.#database.isOpen) this.#database.exec(HURRY);
  }

  override close(): void {
    if (!this.#database.isOpen) return;
    try {
      this.#flush();
      if (this.#owned.anyOpen) this.#transaction(() => this.#abandonAll());
    } finally {
      this.#owned.release();
      this.#writer.stop();
      super.close();
    }
  }

  protected override beforeRead(): void {
    // A file that cannot be written may take seconds to say so: its clock tries again, not each reader.
    if (!this.#writer.fails) this.#writer.flushQuietly();
  }

  #own(runId: string, number: number, { onWish }: OwnerOptions): records.RunRecord {
    this.#numbers.set(runId, number);
    const run = this.run(runId);
    if (run === undefined) throw unknownRun(runId);
    const lease = new Lease({
      takeWish: () => {
        if (!guarded(this.#path, () => this.#runs.hasWish(number))) return undefined;
        return this.#transaction(() => this.#unlessLost(number, () => this.#runs.takeWish(number)));
      },
      beat: () => this.#transaction(() => this.#unlessLost(number, () => this.#runs.beat(number))),
      onWish,
    });
    this.#owned.add(number, run, lease, () => onWish?.('cancel'));
    return run;
  }

  #note(run: number, write: () => void): void {
    this.#noteQueue.add(() => this.#unlessLost(run, write));
    this.#writer.handedIn();
  }

  #writeTask(changes: readonly records.TaskChange[]): void {
    const [first] = changes;
    if (first === undefined) return;
    const run = this.#numberOf(first.runId);
    this.#unlessLost(run, () => this.#tasks.record(run, first.taskId, changes));
  }

  #writeObject(object: records.ObjectRecord | undefined, key: string): void {
    if (object === undefined) {
      this.#objects.forget(key);
      return;
    }
    const run = this.#numberOf(object.runId);
    this.#unlessLost(run, () => this.#objects.hold(run, object));
  }

  #flush(): void {
    this.#writer.flush();
  }

  #abandonAll(): void {
    for (const run of this.#owned.release()) this.#runs.abandon(run);
  }

  /** Writes in a transaction what is about a run, but for one that another process has taken over. */
  #unlessLost<Result>(run: number, write: () => Result): Result | undefined {
    return this.#owned.isLost(run) ? undefined : write();
  }

  /** The number of a run. Throws a TapehaulError `run_not_found` when there is none of that id. */
  #numberOf(runId: string): number {
    const known = this.#numbers.get(runId);
    if (known !== undefined) return known;
    const number = guarded(this.#path, () => this.#runs.numberOf(runId));
    this.#numbers.set(runId, number);
    return number;
  }

  #transaction<Result>(work: () => Result): Result {
    try {
      return guarded(this.#path, () =>
        transaction(this.#database, () => {
          this.#file.check();
          this.#owned.check();
          const result = work();
          this.#tally.write();
          return result;
        }),
      );
    } catch (error) {
      this.#tally.clear();
      this.#classes.forget();
      throw error;
    }
  }
}
