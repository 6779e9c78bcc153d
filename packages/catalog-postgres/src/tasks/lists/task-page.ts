import type { TaskPage, TaskQuery, TaskRecord } from '@tapehaul/catalog';
import {
  cursorOf,
  KeyRanges,
  likePattern,
  pageLimit,
  positionOf,
  type RowKey,
  type SeenClass,
  sortedPage,
} from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';
import { readRows } from '../../paging/keyset.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { allOfKeys, pageOfKeys } from './key-tasks.ts';
import { rangeOfClasses, rangeOfRun } from './task-ranges.ts';
import { tasksByNumber } from './task-rows.ts';

type RowsOf = (numbers: readonly number[]) => Promise<ReadonlyMap<number, TaskRecord>>;

/** A page of a run's tasks; one of a search may be short, or empty. */
export function taskPage(session: Session, run: SeenRun, query: TaskQuery): Promise<TaskPage> {
  if (query.keys !== undefined) return byKeys(session, run, query);
  const { order = 'planned', contains } = query;
  return byPlaces(session, run, query, {
    kind: contains === undefined ? order : `${order} search`,
    rowsOf: (numbers) => tasksByNumber(session, run, numbers, { pattern: likePattern(contains) }),
  });
}

/** A page by ranges of places; `kind` names the list in its cursors. */
async function byPlaces(
  session: Session,
  run: SeenRun,
  query: TaskQuery,
  { kind, rowsOf }: { readonly kind: string; readonly rowsOf: RowsOf },
): Promise<TaskPage> {
  const { order = 'planned', contains, keys, cursor } = query;
  const { after, read: before } = placeIn(kind, cursor);
  const searches = contains !== undefined || keys !== undefined;
  const classes = wantedClasses(run, query);
  const isAll = classes === undefined && order === 'planned';
  const range = isAll
    ? rangeOfRun(session, run.id)
    : rangeOfClasses(session, run.id, classes ?? run.classes, order);
  const { rows, next, examined } = await readRows(range, {
    after,
    limit: pageLimit(query),
    searches,
    rowsOf,
  });
  const read = before + examined;
  const of = total(classes ?? run.classes);
  const searched = { tasks: next === undefined ? of : Math.min(read, of), of };
  return {
    rows,
    next: next === undefined ? null : cursorOf(kind, [...next, searches ? read : 0]),
    searched: contains === undefined || keys !== undefined ? null : searched,
  };
}

async function byKeys(session: Session, run: SeenRun, query: TaskQuery): Promise<TaskPage> {
  const { keys: filter = {}, order = 'planned', contains, cursor } = query;
  const keys = new KeyRanges(filter);
  const classes = wantedClasses(run, query);
  const selecting = { pattern: likePattern(contains), classIds: classes?.map(({ id }) => id) };
  const rowsOf: RowsOf = (numbers) => tasksByNumber(session, run, numbers, selecting);
  const planned = rangeOfClasses(session, run.id, classes ?? [], 'planned');
  const wanted = { run: run.id, keys, classes, planned, rowsOf };
  const limit = pageLimit(query);
  if (order === 'planned') {
    const after = cursor === undefined ? undefined : String(positionOf('keys', [''], cursor)[0]);
    const { rows, next } = await pageOfKeys(session, wanted, limit, after);
    return { rows, next: next === undefined ? null : cursorOf('keys', [next]), searched: null };
  }
  const kind = `${order} keys`;
  const all = await allOfKeys(session, wanted);
  if (all !== undefined) {
    const { rows, next } = sortedPage(all, order, { after: placeIn(kind, cursor).after, limit });
    return { rows, next: next === undefined ? null : cursorOf(kind, [...next, 0]), searched: null };
  }
  const fitting: RowsOf = async (numbers) =>
    new Map([...(await rowsOf(numbers))].filter(([, { taskId }]) => keys.isWanted(taskId)));
  return byPlaces(session, run, query, { kind, rowsOf: fitting });
}

/** The classes of the tasks that are wanted; undefined for all. */
function wantedClasses(
  { classes }: SeenRun,
  { states, name, errorCode }: TaskQuery,
): SeenClass[] | undefined {
  if (states === undefined && name === undefined && errorCode === undefined) return undefined;
  return classes.filter(
    (it) =>
      (states?.includes(it.state) ?? true) &&
      (name === undefined || it.name === name) &&
      (errorCode === undefined || it.errorCode === errorCode),
  );
}

/** The place that a cursor names, and how many tasks a search had read up to it. */
function placeIn(
  kind: string,
  cursor: string | undefined,
): { readonly after: RowKey | undefined; readonly read: number } {
  if (cursor === undefined) return { after: undefined, read: 0 };
  const [key, number, read] = positionOf(kind, [0, 0, 0], cursor);
  return { after: [Number(key), Number(number)], read: Number(read) };
}

function total(classes: readonly SeenClass[]): number {
  return classes.reduce((sum, { tasks }) => sum + tasks, 0);
}
