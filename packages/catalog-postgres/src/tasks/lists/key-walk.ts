import { compareText, type KeyRanges, keyAfter } from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';

/** Ids that are read together: few at first, since a range of keys may be short. */
const [LEAST, MOST] = [16, 1_000];

/** What {@link keyAfter} adds to a key: PostgreSQL has no text with it. */
const AFTER = '\0';

/** A task, by its id. */
export interface KeyedTask {
  readonly key: string;
  readonly number: number;
}

/**
 * The tasks of a run behind an id, or the first, in the order of their ids, by the index of these; folders in which no id fits are
 * skipped. A group may be empty.
 */
export async function* keyWalk(
  session: Session,
  run: number,
  keys: KeyRanges,
  after?: string,
): AsyncGenerator<KeyedTask[], void, undefined> {
  const { first } = keys;
  if (first === undefined) return;
  let from = after === undefined ? first : laterOf(first, keyAfter(after));
  for (let size = LEAST; ; ) {
    const rows = await tasksFrom(session, run, from, size);
    const group: KeyedTask[] = [];
    let skipTo = '';
    for (const task of rows) {
      if (compareText(task.key, skipTo) < 0) continue;
      if (keys.isWanted(task.key)) {
        group.push(task);
        continue;
      }
      const next = keys.behind(task.key);
      if (next === undefined) {
        yield group;
        return;
      }
      skipTo = next;
    }
    yield group;
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    from = laterOf(keyAfter(last.key), skipTo);
    size = from === skipTo ? LEAST : Math.min(2 * size, MOST);
  }
}

function tasksFrom(session: Session, run: number, from: string, limit: number): Promise<KeyedTask[]> {
  const isBehind = from.endsWith(AFTER);
  return session.query<KeyedTask>(
    `SELECT task_id AS key, number FROM tapehaul.tasks WHERE run = $1 AND task_id ${isBehind ? '>' : '>='} $2
     ORDER BY task_id LIMIT $3`,
    [run, isBehind ? from.slice(0, -AFTER.length) : from, limit],
  );
}

function laterOf(a: string, b: string): string {
  return compareText(a, b) >= 0 ? a : b;
}
