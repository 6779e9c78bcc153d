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
import { type AttemptRow, writeAttempts } from './attempt-rows.ts';
import type { Classes } from './classes.ts';
import { type MovedTask, writeStates } from './state-rows.ts';
import type { StoredTask } from './stored-task.ts';
import type { Tally } from './tally.ts';

interface Move {
  readonly run: number;
  readonly stored: StoredTask;
  readonly ended: readonly EndedAttempt[];
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
    this.#move(run, stored, (task) => changes.flatMap((change) => advance(task, change) ?? []));
  }

  /** Schedules a task again that its holder had begun and has left, or that has ended. */
  giveBack(run: number, stored: StoredTask, at: number): void {
    this.#move(run, stored, (task) => giveBack(task, at) ?? []);
  }

  /** Writes what was moved. */
  async write(): Promise<void> {
    const moves = this.#moves;
    this.#moves = [];
    if (moves.length === 0) return;
    const classIds = await this.#classes.idsOf(moves.map(({ run, stored }) => classOf(run, stored)));
    const moved = moves.map(
      ({ run, stored }, place): MovedTask => ({ run, stored, classId: classIds[place] ?? 0 }),
    );
    for (const { run, stored, classId } of moved) {
      this.#tally.add({ ...counted(run, stored), classId, tasks: 1, bytes: stored.task.bytes ?? 0 });
    }
    await this.#writeAttempts(moves);
    await writeStates(this.#session, moved);
  }

  /** Writes how many tasks are of each class by now, for what reads that in this transaction. */
  async writeCounts(): Promise<void> {
    await this.#tally.write(this.#session);
  }

  #move(
    run: number,
    stored: StoredTask,
    change: (task: TaskProgress) => EndedAttempt | EndedAttempt[],
  ): void {
    const { task, batch } = stored;
    this.#tally.add({ ...counted(run, stored), tasks: -1, bytes: -(task.bytes ?? 0) });
    const wasOpen = task.phase !== 'final';
    const ended = [change(task)].flat();
    this.#tally.addOpen(run, batch, Number(task.phase !== 'final') - Number(wasOpen));
    this.#moves.push({ run, stored, ended });
  }

  async #writeAttempts(moves: readonly Move[]): Promise<void> {
    const ended = moves.flatMap(({ run, stored, ended: attempts }) =>
      attempts.map((attempt) => ({ run, stored, attempt })),
    );
    if (ended.length === 0) return;
    const classes = ended.map(({ run, stored: { name }, attempt: { state, phase, errorCode } }) => {
      return { run, name, state, phase, errorCode };
    });
    const classIds = await this.#classes.idsOf(classes);
    const rows = ended.map(({ run, stored, attempt }, place): AttemptRow => {
      return { run, number: stored.number, name: stored.name, classId: classIds[place] ?? 0, ended: attempt };
    });
    for (const { run, name, ended: it } of await writeAttempts(this.#session, rows)) {
      const { startedAt, endedAt, state } = it;
      this.#tally.addAttempt({ run, name, startedAt, endedAt, retried: state === 'AwaitingRetry' });
    }
  }
}

function counted(run: number, { classId, batch, task: { state, phase, updatedAt } }: StoredTask) {
  return { run, classId, batch, state, endedAt: phase === 'final' ? updatedAt : null };
}

function classOf(run: number, { name, task: { state, phase, errorCode } }: StoredTask): TaskClass {
  return { run, name, state, phase, errorCode };
}
