import type { TaskChange } from '@tapehaul/catalog';
import {
  advance,
  type EndedAttempt,
  giveBack,
  SCHEDULED,
  type TaskClass,
  type TaskProgress,
} from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { Together } from '../connection/together.ts';
import {
  type AttemptRow,
  attemptOfOutcome,
  isInOutcome,
  keepAttempts,
  writeAttempts,
} from './attempt-rows.ts';
import type { Classes } from './classes.ts';
import type { Counted } from './counted.ts';
import { type MovedTask, writeStates } from './state-rows.ts';
import type { StoredTask } from './stored-task.ts';
import type { Tally } from './tally.ts';

interface Move {
  readonly run: number;
  readonly stored: StoredTask;
  readonly ended: readonly EndedAttempt[];
  /** An attempt that stood in the outcome that is moved. */
  readonly kept: AttemptRow | undefined;
}

/** Moves tasks from state to state, all that are given in a few statements; of one transaction. */
export class TaskMoves {
  readonly #session: Session;
  readonly #classes: Classes;
  readonly #tally: Tally;
  #moves: Move[] = [];

  constructor(session: Session, classes: Classes, tally: Tally) {
    this.#session = session;
    this.#classes = classes;
    this.#tally = tally;
  }

  /** Counts a task that was added as Scheduled, and that is moved next. */
  added(run: number, classId: number): void {
    this.#tally.add({ run, classId, batch: null, state: SCHEDULED, endedAt: null, tasks: 1, bytes: 0 });
  }

  /** Applies changes to a task, the first one first. */
  advance(run: number, stored: StoredTask, changes: readonly TaskChange[]): void {
    this.#move(run, stored, (task) => {
      const ended: EndedAttempt[] = [];
      for (const change of changes) {
        const attempt = advance(task, change);
        if (attempt !== undefined) ended.push(attempt);
      }
      return ended;
    });
  }

  /** Schedules a task again that its holder had begun and has left, or that has ended. */
  giveBack(run: number, stored: StoredTask, at: number): void {
    this.#move(run, stored, (task) => {
      const ended = giveBack(task, at);
      return ended === undefined ? [] : [ended];
    });
  }

  /** Writes what was moved, and gives where it stands now. */
  async write(): Promise<readonly MovedTask[]> {
    const moves = this.#moves;
    this.#moves = [];
    if (moves.length === 0) return [];
    const classIds = await this.#classes.idsOf(moves.map(({ run, stored }) => classOf(run, stored)));
    const moved = moves.map(
      ({ run, stored }, place): MovedTask => ({ run, stored, classId: classIds[place] ?? 0 }),
    );
    for (const { run, stored, classId } of moved) this.#tally.add(counted(run, stored, classId, 1));
    await this.#writeAttempts(moves);
    await writeStates(this.#session, moved);
    return moved;
  }

  /** Keeps a batch for another lease, as {@link Tally.renew}. */
  renew(...given: Parameters<Tally['renew']>): void {
    this.#tally.renew(...given);
  }

  /** Writes how many tasks are of each class by now, for what reads that in this transaction. */
  async writeCounts(): Promise<void> {
    const together = new Together();
    this.#tally.write(together);
    await together.write(this.#session);
  }

  #move(run: number, stored: StoredTask, change: (task: TaskProgress) => readonly EndedAttempt[]): void {
    const { task, batch } = stored;
    this.#tally.add(counted(run, stored, stored.classId, -1));
    const wasOpen = task.phase !== 'final';
    const kept = attemptOfOutcome(run, stored);
    const ended = change(task);
    this.#tally.addOpen(run, batch, Number(task.phase !== 'final') - Number(wasOpen));
    this.#moves.push({ run, stored, ended, kept });
  }

  async #writeAttempts(moves: readonly Move[]): Promise<void> {
    const kept: AttemptRow[] = [];
    const rows: AttemptRow[] = [];
    for (const { run, stored, ended: attempts, kept: its } of moves) {
      if (its !== undefined) kept.push(its);
      for (const ended of attempts) {
        const row = { run, number: stored.number, name: stored.name, classId: 0, ended };
        if (isInOutcome(stored, ended)) this.#count(row);
        else rows.push(row);
      }
    }
    await keepAttempts(this.#session, kept);
    const classIds = await this.#classes.idsOf(rows.map(classOfAttempt));
    const placed = rows.map((row, place): AttemptRow => ({ ...row, classId: classIds[place] ?? 0 }));
    for (const row of await writeAttempts(this.#session, placed)) this.#count(row);
  }

  #count({ run, name, ended: { startedAt, endedAt, state } }: AttemptRow): void {
    const retried = state === 'AwaitingRetry';
    this.#tally.addAttempts({ run, name, startedAt, endedAt, retried, attempts: 1 });
  }
}

function classOfAttempt({ run, name, ended: { state, phase, errorCode } }: AttemptRow): TaskClass {
  return { run, name, state, phase, errorCode };
}

function counted(
  run: number,
  { batch, task: { state, phase, updatedAt, bytes } }: StoredTask,
  classId: number,
  tasks: 1 | -1,
): Counted {
  const endedAt = phase === 'final' ? updatedAt : null;
  return { run, classId, batch, state, endedAt, tasks, bytes: tasks * (bytes ?? 0) };
}

function classOf(run: number, { name, task: { state, phase, errorCode } }: StoredTask): TaskClass {
  return { run, name, state, phase, errorCode };
}
