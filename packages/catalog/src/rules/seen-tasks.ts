import type { AttemptRecord, TaskRecord } from '../records/records.ts';
import { CRASHED, SCHEDULED } from './states.ts';
import type { TaskKind } from './work-left.ts';

/** Tasks of a run that are alike in all of this. */
export interface TaskClass extends TaskKind {
  readonly run: number;
  readonly name: string;
}

/** A class as stored, with its tasks counted. */
export interface CountedClass extends TaskClass {
  readonly id: number;
  readonly tasks: number;
  readonly bytes: number;
}

/** A class as readers show it. */
export interface SeenClass extends CountedClass {
  /** The last sign of life of the owner of its tasks, where they crashed with it and are not marked so yet; else null. */
  readonly crashedAt: number | null;
}

/** Whether a task was in progress, and so crashes with its owner. */
function isInProgress({ state, phase }: Pick<TaskRecord, 'state' | 'phase'>): boolean {
  return phase !== 'final' && state !== SCHEDULED;
}

/** The classes of a run as readers show them, where its owner is dead and gave its last sign of life then. */
export function seenClasses(classes: readonly CountedClass[], lastSignAt: number | undefined): SeenClass[] {
  return classes.map((it) => {
    if (lastSignAt === undefined || !isInProgress(it)) return { ...it, crashedAt: null };
    return { ...it, state: CRASHED, phase: 'final', errorCode: null, crashedAt: lastSignAt };
  });
}

/** A task as readers show it, where the owner of its run is dead and gave its last sign of life then. */
export function seenTask(task: TaskRecord, lastSignAt: number | undefined): TaskRecord {
  if (lastSignAt === undefined || !isInProgress(task)) return task;
  const updatedAt = Math.max(task.updatedAt, lastSignAt);
  const durationMs = task.startedAt === null ? null : updatedAt - task.startedAt;
  const ended = { retryAt: null, errorCode: null, errorMessage: null, updatedAt, durationMs };
  return { ...task, ...ended, state: CRASHED, phase: 'final' };
}

/** The attempts of a task as readers show them; `startedAt` is when the one began that is being made. */
export function seenAttempts(
  attempts: AttemptRecord[],
  startedAt: number | null,
  task: TaskRecord,
  lastSignAt: number | undefined,
): AttemptRecord[] {
  if (lastSignAt === undefined || !isInProgress(task) || startedAt === null) return attempts;
  const endedAt = Math.max(task.updatedAt, lastSignAt);
  const crashed = { attempt: task.attempts, startedAt, endedAt, state: CRASHED };
  const others = attempts.filter(({ attempt }) => attempt !== task.attempts);
  return [...others, { ...crashed, errorCode: null, errorMessage: null }];
}
