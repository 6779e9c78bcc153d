import type { AttemptRecord, TaskRecord } from '@tapehaul/catalog';
import { CRASHED, SCHEDULED } from '@tapehaul/catalog/rules';
import { numberOrNull, type Row } from '../rows/rows.ts';
import type { CountedClass } from './classes.ts';

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

/** The attempts of a task as readers show them; `row` is its own, joined with its class. */
export function seenAttempts(
  attempts: AttemptRecord[],
  row: Row,
  task: TaskRecord,
  lastSignAt: number | undefined,
): AttemptRecord[] {
  const startedAt = numberOrNull(row.attempt_at);
  if (lastSignAt === undefined || !isInProgress(task) || startedAt === null) return attempts;
  const endedAt = Math.max(task.updatedAt, lastSignAt);
  const crashed = { attempt: task.attempts, startedAt, endedAt, state: CRASHED };
  const others = attempts.filter(({ attempt }) => attempt !== task.attempts);
  return [...others, { ...crashed, errorCode: null, errorMessage: null }];
}
