import type { AttemptRecord, StateRecord, TaskRecord } from '../records/records.ts';
import { SCHEDULED } from './states.ts';

/** The states that a task has been in, derived from its attempts and its latest state. */
export function taskHistory(
  task: TaskRecord,
  attempts: readonly AttemptRecord[],
  runningSince: number | null,
): StateRecord[] {
  const { state, plannedAt, updatedAt, errorCode, errorMessage } = task;
  const wasDone = task.phase === 'final' && task.startedAt === null && updatedAt === plannedAt;
  const history: StateRecord[] = wasDone ? [] : [plain(SCHEDULED, plannedAt, 0)];
  for (const { attempt, startedAt, endedAt, ...end } of attempts) {
    history.push(plain(runningState(attempt), startedAt, attempt), { ...end, at: endedAt, attempt });
  }
  if (runningSince !== null) history.push(plain(runningState(task.attempts), runningSince, task.attempts));
  const last = history.at(-1);
  if (last?.state !== state || last.at !== updatedAt) {
    const sameRun = last?.state === state && (runningSince !== null || state === SCHEDULED);
    if (!sameRun) history.push({ state, at: updatedAt, attempt: task.attempts, errorCode, errorMessage });
  }
  return history;
}

function runningState(attempt: number): string {
  return attempt > 1 ? 'Retrying' : 'Running';
}

function plain(state: string, at: number, attempt: number): StateRecord {
  return { state, at, attempt, errorCode: null, errorMessage: null };
}
