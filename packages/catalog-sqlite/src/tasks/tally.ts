import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Widths of the slots of a timeline, in milliseconds: the fine ones for short runs, the coarse for long. */
export const TIMELINE_UNITS = [1_000, 60_000] as const;

/** Tasks alike that are to be counted, or with a negative number no more. */
export interface Counted {
  readonly run: number;
  readonly classId: number;
  readonly state: string;
  /** When they ended; null while they have not. */
  readonly endedAt: number | null;
  readonly tasks: number;
  readonly bytes: number;
}

/** Attempts alike that have ended. */
export interface EndedAttempts {
  readonly run: number;
  /** Name of their tasks. */
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether their tasks wait for another attempt. */
  readonly retried: boolean;
  readonly attempts: number;
}

interface Sum {
  tasks: number;
  bytes: number;
}

interface Slot extends Sum {
  readonly run: number;
  readonly second: number;
  readonly state: string;
}

/** Attempts by the second in which they began, ended, and were followed by a wait for another. */
interface Activity {
  readonly run: number;
  readonly name: string;
  readonly second: number;
  begun: number;
  ended: number;
  retried: number;
}

interface OpenTasks {
  readonly run: number;
  readonly batch: number;
  tasks: number;
}

/** Adds up what a transaction changes in the counts, the batches and the timeline, and writes the sums at its end. */
export class Tally {
  readonly #classes = new Map<number, Sum>();
  readonly #slots = new Map<string, Slot>();
  readonly #open = new Map<string, OpenTasks>();
  readonly #activity = new Map<string, Activity>();
  readonly #addToClass: StatementSync;
  readonly #addToBatch: StatementSync;
  readonly #addToTimeline: StatementSync;
  readonly #sweep: StatementSync;
  readonly #addToActivity: StatementSync;

  constructor(database: DatabaseSync) {
    this.#addToClass = database.prepare(
      'UPDATE classes SET tasks = tasks + ?, bytes = bytes + ? WHERE id = ?',
    );
    this.#addToBatch = database.prepare('UPDATE batches SET open = open + ? WHERE run = ? AND number = ?');
    this.#addToTimeline = database.prepare(
      `INSERT INTO timeline (run, unit, slot, state, tasks, bytes) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET tasks = tasks + excluded.tasks, bytes = bytes + excluded.bytes`,
    );
    this.#sweep = database.prepare(
      'DELETE FROM timeline WHERE run = ? AND unit = ? AND slot = ? AND state = ? AND tasks = 0',
    );
    this.#addToActivity = database.prepare(
      `INSERT INTO activity (run, name, unit, slot, begun, ended, retried) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET begun = begun + excluded.begun, ended = ended + excluded.ended,
         retried = retried + excluded.retried`,
    );
  }

  add({ run, classId, state, endedAt, tasks, bytes }: Counted): void {
    const sum = this.#classes.get(classId) ?? { tasks: 0, bytes: 0 };
    this.#classes.set(classId, sum);
    sum.tasks += tasks;
    sum.bytes += bytes;
    if (endedAt === null) return;
    const second = Math.floor(endedAt / 1_000);
    const key = `${run} ${second} ${state}`;
    const slot = this.#slots.get(key) ?? { run, second, state, tasks: 0, bytes: 0 };
    this.#slots.set(key, slot);
    slot.tasks += tasks;
    slot.bytes += bytes;
  }

  /** Counts attempts that have ended. */
  addAttempts({ run, name, startedAt, endedAt, retried, attempts }: EndedAttempts): void {
    this.#activityAt(run, name, startedAt).begun += attempts;
    const end = this.#activityAt(run, name, endedAt);
    end.ended += attempts;
    if (retried) end.retried += attempts;
  }

  /** Counts tasks of a batch that have lost their outcome, or with a negative number got one; null is no batch. */
  addOpen(run: number, batch: number | null, tasks: number): void {
    if (batch === null || tasks === 0) return;
    const key = `${run} ${batch}`;
    const open = this.#open.get(key) ?? { run, batch, tasks: 0 };
    this.#open.set(key, open);
    open.tasks += tasks;
  }

  /** Writes the sums; to be called before the transaction ends. */
  write(): void {
    for (const [id, { tasks, bytes }] of this.#classes) {
      if (tasks !== 0 || bytes !== 0) this.#addToClass.run(tasks, bytes, id);
    }
    for (const { run, batch, tasks } of this.#open.values()) {
      if (tasks !== 0) this.#addToBatch.run(tasks, run, batch);
    }
    for (const { run, second, state, tasks, bytes } of this.#slots.values()) {
      if (tasks === 0 && bytes === 0) continue;
      for (const unit of TIMELINE_UNITS) {
        const slot = Math.floor((second * 1_000) / unit);
        this.#addToTimeline.run(run, unit, slot, state, tasks, bytes);
        if (tasks <= 0) this.#sweep.run(run, unit, slot, state);
      }
    }
    for (const { run, name, second, begun, ended, retried } of this.#activity.values()) {
      for (const unit of TIMELINE_UNITS) {
        const slot = Math.floor((second * 1_000) / unit);
        this.#addToActivity.run(run, name, unit, slot, begun, ended, retried);
      }
    }
    this.clear();
  }

  /** Drops the sums: they are written, or their transaction was taken back. */
  clear(): void {
    this.#classes.clear();
    this.#slots.clear();
    this.#open.clear();
    this.#activity.clear();
  }

  #activityAt(run: number, name: string, at: number): Activity {
    const second = Math.floor(at / 1_000);
    const key = `${run} ${second} ${name}`;
    const activity = this.#activity.get(key) ?? { run, name, second, begun: 0, ended: 0, retried: 0 };
    this.#activity.set(key, activity);
    return activity;
  }
}
