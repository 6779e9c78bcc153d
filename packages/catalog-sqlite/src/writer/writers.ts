import type { DatabaseSync } from 'node:sqlite';
import type { OwnerOptions, RunRecord } from '@tapehaul/catalog';
import { transaction } from '@tapehaul/sqlite';
import { BatchStore } from '../batches/batch-store.ts';
import { BatchWriter } from '../batches/batch-writer.ts';
import { PartWriter } from '../batches/part-writer.ts';
import { CellWriter } from '../cells/cell-writer.ts';
import { SeenWriter } from '../cells/seen-writer.ts';
import { guarded } from '../file/guarded.ts';
import { RecordFile } from '../file/record-file.ts';
import { DisputeWriter } from '../holdings/dispute-writer.ts';
import { ObjectWriter } from '../holdings/object-writer.ts';
import { NoteWriter } from '../notes/note-writer.ts';
import { Lease } from '../owners/lease.ts';
import { OwnedRuns } from '../owners/owned-runs.ts';
import { RunWriter } from '../runs/run-writer.ts';
import { PartitionWriter } from '../tables/partition-writer.ts';
import { Classes } from '../tasks/classes.ts';
import { PlanWriter } from '../tasks/plan-writer.ts';
import { Tally } from '../tasks/tally.ts';
import { TaskTransfer } from '../tasks/task-transfer.ts';
import { TaskWriter } from '../tasks/task-writer.ts';

/** Everything that writes to a record, to be used in a {@link Writers.transaction}. */
export class Writers {
  readonly runs: RunWriter;
  readonly plan: PlanWriter;
  readonly tasks: TaskWriter;
  readonly batches: BatchWriter;
  readonly parts: PartWriter;
  readonly objects: ObjectWriter;
  readonly notes: NoteWriter;
  readonly disputes: DisputeWriter;
  readonly cells: CellWriter;
  readonly seen: SeenWriter;
  readonly partitions: PartitionWriter;
  readonly owned: OwnedRuns;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #file: RecordFile;
  readonly #classes: Classes;
  readonly #tally: Tally;
  readonly #numbers = new Map<string, number>();

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#file = new RecordFile(path);
    this.#classes = new Classes(database);
    this.#tally = new Tally(database);
    const store = new BatchStore(database);
    const transfer = new TaskTransfer(database, this.#classes, this.#tally);
    this.owned = new OwnedRuns(database);
    this.runs = new RunWriter(database, path, transfer, store);
    this.plan = new PlanWriter(database, this.#classes, this.#tally);
    this.tasks = new TaskWriter(database, this.#classes, this.#tally, this.plan);
    this.seen = new SeenWriter(database);
    this.cells = new CellWriter(database, (series, day) => this.seen.changed(series, day));
    this.objects = new ObjectWriter(database, this.cells);
    const { tasks, objects, cells } = this;
    this.batches = new BatchWriter(database, store, { tasks, objects, cells });
    this.notes = new NoteWriter(database);
    const { batches, plan, notes } = this;
    this.parts = new PartWriter({ store, batches, plan, notes, cells });
    this.disputes = new DisputeWriter(database);
    this.partitions = new PartitionWriter(database);
  }

  /** Runs work in one transaction, after a check which runs are still those of this process. */
  transaction<Result>(work: () => Result): Result {
    try {
      return guarded(this.#path, () =>
        transaction(this.#database, () => {
          this.#file.check();
          this.owned.check();
          const result = work();
          this.#tally.write();
          this.objects.write();
          this.cells.write();
          return result;
        }),
      );
    } catch (error) {
      this.#tally.clear();
      this.objects.clear();
      this.cells.clear();
      this.#classes.forget();
      throw error;
    }
  }

  /** Writes in a transaction what is about a run, unless another process has taken that over. */
  unlessLost<Result>(run: number, write: () => Result): Result | undefined {
    return this.owned.isLost(run) ? undefined : write();
  }

  /** The number of a run. Throws a TapehaulError `run_not_found` when there is none of that id. */
  numberOf(runId: string): number {
    const known = this.#numbers.get(runId);
    if (known !== undefined) return known;
    const number = guarded(this.#path, () => this.runs.numberOf(runId));
    this.#numbers.set(runId, number);
    return number;
  }

  /** Keeps the number of a run that was just recorded. */
  knowAs(runId: string, number: number): void {
    this.#numbers.set(runId, number);
  }

  /** Makes this process the owner of a run that was just recorded as its own: it beats, and receives requests. */
  own(number: number, run: RunRecord, onRequest: OwnerOptions['onRequest']): void {
    const lease = new Lease({
      takeRequest: () => {
        if (!guarded(this.#path, () => this.runs.hasRequest(number))) return undefined;
        return this.transaction(() => this.unlessLost(number, () => this.runs.takeRequest(number)));
      },
      beat: () => this.transaction(() => this.unlessLost(number, () => this.runs.beat(number))),
      onRequest,
    });
    this.owned.add(number, run, lease, () => onRequest?.('cancel'));
  }

  /** Gives all runs of this process that have not ended out of its hands; to be used in a transaction. */
  abandonAll(): void {
    for (const run of this.owned.release()) this.runs.abandon(run);
  }
}
