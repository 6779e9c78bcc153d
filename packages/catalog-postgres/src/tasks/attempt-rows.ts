import type { EndedAttempt } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';

/** An attempt that has ended, of a task by its number and its name. */
export interface AttemptRow {
  readonly run: number;
  readonly number: number;
  readonly name: string;
  readonly classId: number;
  readonly ended: EndedAttempt;
}

/** Writes how attempts ended, the last end of each, and gives those that had not ended before. */
export async function writeAttempts(
  session: Session,
  attempts: readonly AttemptRow[],
): Promise<AttemptRow[]> {
  const last = new Map(attempts.map((it) => [placeOf(it.run, it.number, it.ended.attempt), it]));
  const given = unnested(
    [...last.values()],
    [
      ['run', 'bigint', (it) => it.run],
      ['number', 'bigint', (it) => it.number],
      ['attempt', 'int', (it) => it.ended.attempt],
      ['started_at', 'bigint', (it) => it.ended.startedAt],
      ['ended_at', 'bigint', (it) => it.ended.endedAt],
      ['class', 'bigint', (it) => it.classId],
      ['error_message', 'text', (it) => it.ended.errorMessage],
    ],
  );
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
