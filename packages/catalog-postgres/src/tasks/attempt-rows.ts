import type { EndedAttempt } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { type Column, inserted } from '../connection/unnested.ts';
import type { StoredTask } from './stored-task.ts';

/** An attempt that has ended, of a task by its number and its name. */
export interface AttemptRow {
  readonly run: number;
  readonly number: number;
  readonly name: string;
  readonly classId: number;
  readonly ended: EndedAttempt;
}

/** Whether an outcome is that of a first attempt: there may be no other row of it. */
export const ATTEMPT_IN_OUTCOME = 'attempts = 1 AND earlier = 0 AND started_at IS NOT NULL';

/** Whether all that is to be known of an attempt stands in the outcome of its task. */
export function isInOutcome({ task }: StoredTask, ended: EndedAttempt): boolean {
  return (
    isFirst(task) &&
    task.phase === 'final' &&
    ended.attempt === 1 &&
    ended.startedAt === task.startedAt &&
    ended.endedAt === task.updatedAt &&
    ended.state === task.state &&
    ended.errorCode === task.errorCode &&
    ended.errorMessage === task.errorMessage
  );
}

/** The attempt that may stand in the outcome of a task alone; undefined where it has its own row. */
export function attemptOfOutcome(run: number, stored: StoredTask): AttemptRow | undefined {
  const { number, name, classId, stand, task } = stored;
  const { startedAt, updatedAt: endedAt, state, phase, errorCode, errorMessage } = task;
  if (stand !== 'outcome' || !isFirst(task) || startedAt === null) return undefined;
  const ended = { attempt: 1, startedAt, endedAt, state, phase, errorCode, errorMessage };
  return { run, number, name, classId, ended };
}

function isFirst({ attempts, earlier }: StoredTask['task']): boolean {
  return attempts === 1 && earlier === 0;
}

const ATTEMPT: readonly Column<AttemptRow>[] = [
  ['run', 'bigint', (it) => it.run],
  ['number', 'bigint', (it) => it.number],
  ['attempt', 'int', (it) => it.ended.attempt],
  ['started_at', 'bigint', (it) => it.ended.startedAt],
  ['ended_at', 'bigint', (it) => it.ended.endedAt],
  ['class', 'bigint', (it) => it.classId],
  ['error_message', 'text', (it) => it.ended.errorMessage],
];

/** Gives attempts rows that stand in outcomes alone, which are moved; they are counted already. */
export async function keepAttempts(session: Session, attempts: readonly AttemptRow[]): Promise<void> {
  if (attempts.length === 0) return;
  const given = inserted(attempts, ATTEMPT);
  await session.query(
    `INSERT INTO tapehaul.attempts (${given.names}) SELECT ${given.names} FROM ${given.sql} ON CONFLICT DO NOTHING`,
    given.values,
  );
}

/** Writes how attempts ended, the last end of each, and gives those that had not ended before. */
export async function writeAttempts(
  session: Session,
  attempts: readonly AttemptRow[],
): Promise<AttemptRow[]> {
  const last = new Map(attempts.map((it) => [placeOf(it.run, it.number, it.ended.attempt), it]));
  if (last.size === 0) return [];
  const given = inserted([...last.values()], ATTEMPT);
  const rows = await session.query<{ run: number; number: number; attempt: number; added: boolean }>(
    `INSERT INTO tapehaul.attempts (${given.names}) SELECT ${given.names} FROM ${given.sql}
     ON CONFLICT (run, number, attempt)
       DO UPDATE SET ended_at = excluded.ended_at, class = excluded.class, error_message = excluded.error_message
     RETURNING run, number, attempt, xmax = 0 AS added`,
    given.values,
  );
  return rows.flatMap(({ run, number, attempt, added }) => {
    return (added ? last.get(placeOf(run, number, attempt)) : undefined) ?? [];
  });
}

function placeOf(run: number, number: number, attempt: number): string {
  return `${run} ${number} ${attempt}`;
}
