import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type { CellRecord, NewLog, ObjectRecord, SeenSeries, TaskChange } from '@tapehaul/catalog';
import { GroupWriter } from './group-writer.ts';
import type { Patience } from './patience.ts';
import { KeyedQueue, ListQueue } from './queues.ts';
import type { Writers } from './writers.ts';

/** Log lines that are kept while they cannot be written. */
const MAX_WAITING_LOGS = 10_000;

/** Rows that were handed in and wait to be written, in groups. Runs are given by their numbers. */
export class WaitingRows {
  readonly #writers: Writers;
  readonly #patience: Patience;
  readonly #tasks: KeyedQueue<{ readonly run: number; readonly changes: TaskChange[] }>;
  readonly #objects: KeyedQueue<{ readonly run: number; readonly object: ObjectRecord } | undefined>;
  readonly #notes = new ListQueue();
  /** Keys of objects whose disputes may wait to be written. */
  readonly #disputed = new Set<string>();
  readonly #cells = new ListQueue();
  readonly #group: GroupWriter;

  constructor(writers: Writers, patience: Patience) {
    this.#writers = writers;
    this.#patience = patience;
    this.#tasks = new KeyedQueue(({ run, changes }) => {
      const [first] = changes;
      if (first === undefined) return;
      writers.unlessLost(run, () => writers.tasks.record(run, first.taskId, changes));
    });
    this.#objects = new KeyedQueue((row, key) => {
      if (row === undefined) writers.objects.forget(key);
      else writers.unlessLost(row.run, () => writers.objects.hold(row.run, row.object));
    });
    const queues = [this.#tasks, this.#objects, this.#notes, this.#cells];
    this.#group = new GroupWriter(queues, (work) => writers.transaction(work), patience);
  }

  task(run: number, change: TaskChange): void {
    const key = `${run} ${change.taskId}`;
    const waiting = this.#tasks.waiting.get(key);
    if (waiting === undefined) this.#tasks.waiting.set(key, { run, changes: [change] });
    else waiting.changes.push(change);
    this.#group.handedIn();
  }

  log(run: number, line: NewLog): void {
    if (this.#group.fails && this.#notes.size >= MAX_WAITING_LOGS) this.#group.handedIn();
    else this.note(run, () => this.#writers.notes.log(run, line));
  }

  /** Adds what is written of a run beside its tasks. */
  note(run: number, write: () => void): void {
    this.#notes.add(() => this.#writers.unlessLost(run, write));
    this.#group.handedIn();
  }

  /** Adds what is written of a dispute. */
  dispute(run: number, key: string, write: () => void): void {
    this.#disputed.add(key);
    this.note(run, write);
  }

  /** Adds that a partition of a table does not exist any more: in order with those that were built. */
  forgetPartition(path: string): void {
    this.#notes.add(() => this.#writers.partitions.forget(path));
    this.#group.handedIn();
  }

  /** Adds that the file of a partition is to be built again: in order with those that were built. */
  outdatePartition(path: string, sha256: string): void {
    this.#notes.add(() => this.#writers.partitions.outdate(path, sha256));
    this.#group.handedIn();
  }

  /** Adds what became known of files: after the objects that wait, and before those that come. */
  cells(run: number | null, cells: CellRecord): void {
    this.#addCells(run, () => this.#writers.cells.mark(cells));
  }

  /** Adds that plans have gone through a series. */
  seen(run: number, seen: SeenSeries): void {
    this.#addCells(run, () => this.#writers.seen.record(seen));
  }

  /** Adds that nothing is known any more of where the files of a series lie. */
  forgetSeen(series: SeriesParts): void {
    this.#addCells(null, () => this.#writers.seen.forget(formatSeries(series)));
  }

  /** Adds that an object was proved deep: after the objects that wait, and before those that come. */
  deepProof(key: string, sha256: string): void {
    this.#cells.add(() => this.#writers.objects.deepen(key, sha256));
    this.#group.handedIn();
  }

  object(run: number, object: ObjectRecord): void {
    // Objects of a group are written before its notes, and this one resolves the dispute.
    this.#writeBefore(this.#disputed.has(object.key));
    this.#objects.waiting.set(object.key, { run, object });
    this.#group.handedIn();
  }

  forget(key: string): void {
    this.#writeBefore();
    this.#objects.waiting.set(key, undefined);
    this.#group.handedIn();
  }

  /** What waits to be written of those keys: an object, or undefined where it is to be forgotten. */
  objects(keys: readonly string[]): Map<string, ObjectRecord | undefined> {
    const { waiting } = this.#objects;
    const found = waiting.size === 0 ? [] : keys.filter((key) => waiting.has(key));
    return new Map(found.map((key) => [key, waiting.get(key)?.object]));
  }

  /** What is held of those keys: what was found of them, under what waits to be written. */
  over(found: Map<string, ObjectRecord>, keys: readonly string[]): Map<string, ObjectRecord> {
    for (const [key, object] of this.objects(keys)) {
      if (object === undefined) found.delete(key);
      else found.set(key, object);
    }
    return found;
  }

  /** Resolves when what waits is written; rejects where it cannot be, and keeps it. */
  settled(): Promise<void> {
    return this.#patience.whenFree(() => this.#flush());
  }

  /** Writes in a transaction after the rows that wait, as soon as no other process has the record locked. */
  write<Result>(work: () => Result): Promise<Result> {
    return this.#patience.whenFree(() => {
      this.#flush();
      return this.#writers.transaction(work);
    });
  }

  /** Writes in a transaction before the rows that wait, as soon as no other process has the record locked. */
  writeNow<Result>(work: () => Result): Promise<Result> {
    return this.#patience.whenFree(() => this.#writers.transaction(work));
  }

  /** Writes what waits at once, or when no other process has the record locked any more. Throws any other failure. */
  flushSoon(): void {
    this.#group.flushSoon();
    if (!this.#group.fails) this.#disputed.clear();
  }

  /** Writes what waits before something is read, unless the last group could not be written. */
  flushToRead(): void {
    // A file that cannot be written may take seconds to say so: its clock tries again, not each reader.
    if (!this.#group.fails) this.#group.flushQuietly();
  }

  stop(): void {
    this.#group.stop();
  }

  #flush(): void {
    this.#group.flush();
    this.#disputed.clear();
  }

  #addCells(run: number | null, write: () => void): void {
    this.#cells.add(run === null ? write : () => this.#writers.unlessLost(run, write));
    this.#group.handedIn();
  }

  /** What is known of files by now comes before what is held or forgotten next. */
  #writeBefore(isDisputed = false): void {
    if (isDisputed || this.#cells.size > 0) this.#patience.inThisTurn(() => this.#flush());
  }
}
