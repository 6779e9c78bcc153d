import type { TaskChange, TaskRecord } from '../records/records.ts';
import { CRASHED, SCHEDULED } from './states.ts';

/** What changes of a task while it is done. */
export interface TaskProgress {
  state: string;
  phase: TaskRecord['phase'];
  errorCode: string | null;
  errorMessage: string | null;
  /** Attempts that have begun, since the task was planned. */
  attempts: number;
  /** How many of them were made before it was last begun anew: from there, numbers of attempts start again. */
  earlier: number;
  startedAt: number | null;
  /** When the attempt began that is being made; null while none is. */
  attemptAt: number | null;
  updatedAt: number;
  durationMs: number | null;
  retryAt: number | null;
  bytes: number | null;
  engine: string | null;
}

/** A task that nothing has happened to, without when it was planned. */
export const UNTOUCHED: Omit<TaskProgress, 'updatedAt'> = {
  state: SCHEDULED,
  phase: 'waiting',
  errorCode: null,
  errorMessage: null,
  attempts: 0,
  earlier: 0,
  startedAt: null,
  attemptAt: null,
  durationMs: null,
  retryAt: null,
  bytes: null,
  engine: null,
};

/** An attempt that a change has ended. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly state: string;
  readonly phase: TaskRecord['phase'];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** Applies a change to a task, and gives the attempt that ended with it. */
export function advance(task: TaskProgress, change: TaskChange): EndedAttempt | undefined {
  const { state, phase } = change;
  const at = Math.trunc(change.at);
  const errorCode = change.errorCode ?? null;
  const errorMessage = change.errorMessage ?? null;
  // Done once, and done again: by a further attempt of its flow, or when its run is taken up again.
  if (task.phase === 'final' && phase !== 'final') task.earlier = task.attempts;
  const attempt = task.earlier + change.attempt;
  let ended: EndedAttempt | undefined;
  if (task.attemptAt !== null && (phase !== 'running' || attempt > task.attempts)) {
    const startedAt = task.attemptAt;
    ended = { attempt: task.attempts, startedAt, endedAt: at, state, phase, errorCode, errorMessage };
    task.attemptAt = null;
  }
  task.attempts = Math.max(task.attempts, attempt);
  if (phase === 'running' && task.attemptAt === null) {
    task.attemptAt = at;
    task.startedAt ??= at;
  }
  task.state = state;
  task.phase = phase;
  task.errorCode = errorCode;
  task.errorMessage = errorMessage;
  task.updatedAt = at;
  task.durationMs = phase === 'final' && task.startedAt !== null ? Math.max(0, at - task.startedAt) : null;
  task.retryAt = change.retryAt === undefined ? null : Math.trunc(change.retryAt);
  task.bytes = change.bytes ?? task.bytes;
  task.engine = change.engine ?? task.engine;
  return ended;
}

/**
 * Schedules a task again that its holder had begun and has left, and gives the attempt that has ended with that, in
 * Crashed; `undefined` when none was being made.
 */
export function giveBack(task: TaskProgress, at: number): EndedAttempt | undefined {
  const { attemptAt: startedAt, attempts: attempt } = task;
  const endedAt = Math.max(task.updatedAt, Math.trunc(at));
  Object.assign(task, SCHEDULED_AGAIN, { earlier: attempt, updatedAt: endedAt });
  if (startedAt === null) return undefined;
  return { attempt, startedAt, endedAt, state: CRASHED, phase: 'final', errorCode: null, errorMessage: null };
}

const SCHEDULED_AGAIN = {
  state: SCHEDULED,
  phase: 'waiting',
  errorCode: null,
  errorMessage: null,
  attemptAt: null,
  durationMs: null,
  retryAt: null,
} as const satisfies Partial<TaskProgress>;
