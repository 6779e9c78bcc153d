import type { LogPage, LogQuery, Page, PageRequest, TaskPage, TaskQuery } from '@tapehaul/catalog';
import { LOG_LEVELS, type LogRecord, type TaskRecord } from '@tapehaul/catalog';
import {
  compareText,
  cursorOf,
  KeyRanges,
  type Position,
  pageLimit,
  positionOf,
} from '@tapehaul/catalog/rules';
import type { MemoryRun } from './memory-run.ts';

/** The page of rows that a request names. The rows stand in the order of their positions, which are unique. */
export function pageBy<Row>(
  kind: string,
  rows: readonly Row[],
  { cursor, ...request }: PageRequest,
  place: (row: Row) => Position,
  order: 'ascending' | 'descending' = 'ascending',
  most?: number,
): Page<Row> {
  const [first] = rows;
  const example = first === undefined ? [] : place(first);
  const after = cursor === undefined ? undefined : positionOf(kind, example, cursor);
  const sign = order === 'ascending' ? 1 : -1;
  const left =
    after === undefined ? rows : rows.filter((row) => sign * comparePositions(place(row), after) > 0);
  const shown = left.slice(0, pageLimit(request, most));
  const last = shown.at(-1);
  const hasMore = left.length > shown.length && last !== undefined;
  return { rows: shown, next: hasMore ? cursorOf(kind, place(last)) : null };
}

/** Rows in pages of a thousand, each read when it is requested. */
export function inPages<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]>;
export function inPages<Item, Row>(
  items: readonly Item[],
  rowOf: (item: Item) => Row,
): AsyncGenerator<readonly Row[]>;
export async function* inPages(items: readonly unknown[], rowOf = (item: unknown): unknown => item) {
  for (let from = 0; from < items.length; from += ROWS) yield items.slice(from, from + ROWS).map(rowOf);
}

const ROWS = 1_000;

/** A page of a run's tasks. */
export function taskPage(run: MemoryRun, query: TaskQuery): TaskPage {
  const { states, name, errorCode, contains, keys, order = 'planned' } = query;
  const all = Array.from(run.tasks.values(), (task) => ({
    task: run.taskRecord(task),
    number: task.number,
  })).filter(
    ({ task }) =>
      (states?.includes(task.state) ?? true) &&
      (name === undefined || task.name === name) &&
      (errorCode === undefined || task.errorCode === errorCode),
  );
  const ranges = keys && new KeyRanges(keys);
  const found = all.filter(
    ({ task }) =>
      task.taskId.toLowerCase().includes((contains ?? '').toLowerCase()) &&
      (ranges?.isWanted(task.taskId) ?? true) &&
      keyOf(task, 0, order) !== null,
  );
  if (ranges !== undefined && order === 'planned') {
    const inOrder = found.map(({ task }) => task).sort((a, b) => compareText(a.taskId, b.taskId));
    return { ...pageBy('keys', inOrder, query, ({ taskId }) => [taskId]), searched: null };
  }
  const place = ({ task, number }: { task: TaskRecord; number: number }): Position => [
    keyOf(task, number, order) ?? 0,
    number,
  ];
  const sign = order === 'planned' ? 1 : -1;
  found.sort((a, b) => sign * comparePositions(place(a), place(b)));
  const page = pageBy(order, found, query, place, order === 'planned' ? 'ascending' : 'descending');
  const of = all.length;
  const searched = contains === undefined || ranges !== undefined ? null : { tasks: of, of };
  return { ...page, rows: page.rows.map(({ task }) => task), searched };
}

/** A page of log lines. */
export function logPage(lines: readonly LogRecord[], query: LogQuery): LogPage {
  const { taskId, attempt, level = 'debug', contains = '', order = 'oldest' } = query;
  const { after = 0, before = Number.POSITIVE_INFINITY } = query;
  const found = lines.filter(
    (line) =>
      line.sequence > after &&
      line.sequence < before &&
      (taskId === undefined || line.taskId === taskId) &&
      (taskId === undefined || attempt === undefined || line.attempt === attempt) &&
      LOG_LEVELS.indexOf(line.level) >= LOG_LEVELS.indexOf(level) &&
      line.message.toLowerCase().includes(contains.toLowerCase()),
  );
  const place = ({ sequence }: LogRecord): Position => [sequence];
  if (order === 'oldest') return pageBy('logs', found, query, place);
  return pageBy('newest logs', found.toReversed(), query, place, 'descending');
}

function keyOf(
  { startedAt, updatedAt, durationMs }: TaskRecord,
  number: number,
  order: string,
): number | null {
  if (order === 'planned') return number;
  if (order === 'slowest') return durationMs;
  return startedAt === null ? null : updatedAt;
}

function comparePositions(a: Position, b: Position): number {
  for (const [place, value] of a.entries()) {
    const other = b[place];
    if (other === undefined || value === other) continue;
    if (typeof value === 'string' && typeof other === 'string') return compareText(value, other);
    return value < other ? -1 : 1;
  }
  return 0;
}
