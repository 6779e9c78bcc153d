import type { TaskProgress } from '@tapehaul/catalog/rules';
import { numberOrNull, phaseOf, textOrNull } from '../rows.ts';
import type { TaskClass } from './classes.ts';

/** A task as stored. */
export interface StoredTask {
  readonly number: number;
  readonly classId: number;
  readonly name: string;
  readonly task: TaskProgress;
}

/** Columns of a task's own row that change while it is done, by the property of its progress that each has. */
const COLUMN_OF = {
  errorMessage: 'error_message',
  attempts: 'attempts',
  earlier: 'earlier',
  startedAt: 'started_at',
  attemptAt: 'attempt_at',
  updatedAt: 'updated_at',
  durationMs: 'duration_ms',
  retryAt: 'retry_at',
  bytes: 'bytes',
  engine: 'engine',
} as const satisfies Record<Exclude<keyof TaskProgress, keyof TaskClass>, string>;

const PROPERTIES = Object.keys(COLUMN_OF) as (keyof typeof COLUMN_OF)[];
const COLUMNS = Object.values(COLUMN_OF);

/** What an UPDATE assigns, to {@link assignedOf}. */
export const ASSIGNED: string = COLUMNS.map((column) => `${column} = ?`).join(', ');

/** The values that are assigned to a task's row, in the order of {@link ASSIGNED}. */
export function assignedOf(task: TaskProgress): (string | number | null)[] {
  return PROPERTIES.map((property) => task[property]);
}

/** Those that tell which task it is, and of which class. */
const JOINED = ['number', 'class', 'name', 'state', 'phase', 'error_code'] as const;

/** What a SELECT reads of tasks joined with their classes, for {@link storedTask}. */
export const STORED: string = [...JOINED, ...COLUMNS.map((column) => `tasks.${column}`)].join(', ');

const PLACE = Object.fromEntries([...JOINED, ...COLUMNS].map((column, place) => [column, place])) as Record<
  (typeof JOINED | typeof COLUMNS)[number],
  number
>;

/** A task from a row of {@link STORED}. */
export function storedTask(row: readonly unknown[]): StoredTask {
  const task: TaskProgress = {
    state: String(row[PLACE.state]),
    phase: phaseOf(row[PLACE.phase]),
    errorCode: textOrNull(row[PLACE.error_code]),
    errorMessage: textOrNull(row[PLACE.error_message]),
    attempts: Number(row[PLACE.attempts]),
    earlier: Number(row[PLACE.earlier]),
    startedAt: numberOrNull(row[PLACE.started_at]),
    attemptAt: numberOrNull(row[PLACE.attempt_at]),
    updatedAt: Number(row[PLACE.updated_at]),
    durationMs: numberOrNull(row[PLACE.duration_ms]),
    retryAt: numberOrNull(row[PLACE.retry_at]),
    bytes: numberOrNull(row[PLACE.bytes]),
    engine: textOrNull(row[PLACE.engine]),
  };
  const { number, class: classId, name } = PLACE;
  return { number: Number(row[number]), classId: Number(row[classId]), name: String(row[name]), task };
}
