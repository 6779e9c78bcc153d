import type { GapRecord, NewLog, TaskChange } from '@tapehaul/catalog';
import type { Session } from '../connection/session.ts';
import { Together } from '../connection/together.ts';
import { HeldWrites } from '../holdings/held-writes.ts';
import { writeGaps, writeLogs } from '../notes/note-rows.ts';
import { RunWrites } from '../runs/run-writes.ts';
import { Classes, type KnownClasses } from '../tasks/classes.ts';
import { Tally } from '../tasks/tally.ts';
import { TaskMoves } from '../tasks/task-moves.ts';
import { recordTasks, type TaskWrites } from '../tasks/task-records.ts';

/** Whose record is written, and what its owner knows of it. */
export interface Writing {
  /** The number of the record. */
  readonly record: number;
  readonly owner: string;
  /** The record as messages name it. */
  readonly place: string;
  readonly knownClasses: KnownClasses;
}

/** What one transaction writes: each kind in the order in which it is given, in few statements. */
export class GroupWrites {
  readonly session: Session;
  readonly record: number;
  readonly tasks: TaskWrites;
  readonly held: HeldWrites;
  readonly runs: RunWrites;
  readonly tally = new Tally();
  readonly #changes = new Map<number, Map<string, TaskChange[]>>();
  readonly #logs: { readonly run: number; readonly line: NewLog }[] = [];
  readonly #gaps: { readonly run: number; readonly gap: GapRecord }[] = [];

  constructor(session: Session, writing: Writing) {
    this.session = session;
    this.record = writing.record;
    const classes = new Classes(session, writing.knownClasses);
    this.tasks = { session, classes, moves: new TaskMoves(session, classes, this.tally) };
    this.held = new HeldWrites(session, writing.record);
    this.runs = new RunWrites(this.tasks, writing);
  }

  task(run: number, change: TaskChange): void {
    const changes = this.#changes.get(run) ?? new Map<string, TaskChange[]>();
    this.#changes.set(run, changes);
    const known = changes.get(change.taskId);
    if (known === undefined) changes.set(change.taskId, [change]);
    else known.push(change);
  }

  log(run: number, line: NewLog): void {
    this.#logs.push({ run, line });
  }

  gap(run: number, gap: GapRecord): void {
    this.#gaps.push({ run, gap });
  }

  /** Writes what was given and is not written yet; to be called before the transaction ends. */
  async end(): Promise<void> {
    for (const [run, changes] of this.#changes) await recordTasks(this.tasks, run, changes);
    await writeLogs(this.session, this.#logs);
    await writeGaps(this.session, this.#gaps);
    const together = new Together();
    await this.held.end(together);
    this.tally.write(together);
    await together.write(this.session);
    await this.held.removeEmpty();
  }
}
