import type { Session } from '../connection/session.ts';
import { type Column, inserted, unnested } from '../connection/unnested.ts';
import type { StoredTask } from './stored-task.ts';

/** A task where it stands now, with its new class; `stored.stand` is where it stood before. */
export interface MovedTask {
  readonly run: number;
  readonly stored: StoredTask;
  readonly classId: number;
}

const PLACE: readonly Column<MovedTask>[] = [
  ['run', 'bigint', (it) => it.run],
  ['number', 'bigint', (it) => it.stored.number],
];

const BEGUN: readonly Column<MovedTask>[] = [
  ...PLACE,
  ['class', 'bigint', (it) => it.classId],
  ['attempts', 'int', (it) => it.stored.task.attempts],
  ['earlier', 'int', (it) => it.stored.task.earlier],
  ['started_at', 'bigint', (it) => it.stored.task.startedAt],
  ['updated_at', 'bigint', (it) => it.stored.task.updatedAt],
  ['bytes', 'bigint', (it) => it.stored.task.bytes],
  ['engine', 'text', (it) => it.stored.task.engine],
  ['error_message', 'text', (it) => it.stored.task.errorMessage],
];

const PROGRESS: readonly Column<MovedTask>[] = [
  ...BEGUN,
  ['attempt_at', 'bigint', (it) => it.stored.task.attemptAt],
  ['retry_at', 'bigint', (it) => it.stored.task.retryAt],
];

const OUTCOME: readonly Column<MovedTask>[] = [
  ...BEGUN,
  ['duration_ms', 'bigint', (it) => it.stored.task.durationMs],
];

/** Puts tasks where they stand now. Only a step of a flow ends a second time; of a task of a batch the first outcome stays. */
export async function writeStates(session: Session, moved: readonly MovedTask[]): Promise<void> {
  const final = moved.filter(({ stored }) => stored.task.phase === 'final');
  const begun = moved.filter(({ stored }) => stored.task.phase !== 'final');
  await remove(
    session,
    'progress',
    final.filter(({ stored }) => stored.stand === 'progress'),
  );
  await remove(
    session,
    'outcomes',
    moved.filter(({ stored }) => stored.stand === 'outcome'),
  );
  await insert(session, 'outcomes', final, OUTCOME, '');
  const updates = PROGRESS.slice(PLACE.length).map(([name]) => `${name} = excluded.${name}`);
  await insert(
    session,
    'progress',
    begun,
    PROGRESS,
    `ON CONFLICT (run, number) DO UPDATE SET ${updates.join(', ')}`,
  );
}

async function insert(
  session: Session,
  table: 'progress' | 'outcomes',
  rows: readonly MovedTask[],
  columns: readonly Column<MovedTask>[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  const given = inserted(rows, columns);
  await session.query(
    `INSERT INTO tapehaul.${table} (${given.names}) SELECT ${given.names} FROM ${given.sql} ${onConflict}`,
    given.values,
  );
}

async function remove(
  session: Session,
  table: 'progress' | 'outcomes',
  rows: readonly MovedTask[],
): Promise<void> {
  if (rows.length === 0) return;
  const given = unnested(rows, PLACE);
  await session.query(
    `DELETE FROM tapehaul.${table} stood USING ${given.sql} WHERE stood.run = given.run AND stood.number = given.number`,
    given.values,
  );
}
