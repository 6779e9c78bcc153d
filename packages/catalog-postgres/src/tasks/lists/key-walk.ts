import {
  firstKeyStep,
  type KeyedTask,
  type KeyRanges,
  type KeyStep,
  keyGroup,
} from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';

/** What `keyAfter` adds to a key: PostgreSQL has no text with it. */
const AFTER = '\0';

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
  for (let step = firstKeyStep(keys, after); step !== undefined; ) {
    const { group, next } = keyGroup(await tasksFrom(session, run, step), keys, step);
    yield group;
    step = next;
  }
}

function tasksFrom(session: Session, run: number, { from, size }: KeyStep): Promise<KeyedTask[]> {
  const isBehind = from.endsWith(AFTER);
  return session.query<KeyedTask>(
    `SELECT task_id AS key, number FROM tapehaul.tasks WHERE run = $1 AND task_id ${isBehind ? '>' : '>='} $2
     ORDER BY task_id LIMIT $3`,
    [run, isBehind ? from.slice(0, -AFTER.length) : from, size],
  );
}
