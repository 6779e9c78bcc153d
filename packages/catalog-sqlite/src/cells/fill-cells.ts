import type { DatabaseSync } from 'node:sqlite';
import { formatSeries, isDay, parseKey } from '@tapehaul/archive';
import { type DayState, isDayState } from '@tapehaul/coverage';
import { STATES_OF_TASKS } from '../tasks/task-row.ts';
import { CellWriter, cellFile } from './cell-writer.ts';

/** Changes after which the cells are written: what is open in between stays small. */
const SLICE = 10_000;

/** What a task that did not bring its file says of it; one without an end was planned. */
function stateOfTask(state: unknown, errorCode: unknown): DayState {
  if (state === 'Absent') return 'absent';
  if (state === 'Failed' || state === 'Corrupt')
    return errorCode === 'checksum_disputed' ? 'disputed' : 'failed';
  return 'planned';
}

/**
 * Fills the cells of a record that has none from what it knows: the verdicts and the outcomes of its runs, a later run over an
 * earlier one, what they planned and did not end, and what is held over all. To be used in the transaction that makes the table.
 */
export function fillCells(database: DatabaseSync): void {
  const cells = new CellWriter(database);
  let changes = 0;
  const count = (): void => {
    changes += 1;
    if (changes % SLICE === 0) cells.write();
  };
  const gaps = database.prepare('SELECT series, first, last, verdict FROM gaps WHERE run = ?');
  const tasks = database.prepare(
    `SELECT task_id, state, error_code FROM tasks ${STATES_OF_TASKS} WHERE tasks.run = ? AND done = 0
       AND (phase <> 'final' OR state IN ('Absent', 'Failed', 'Corrupt'))`,
  );
  for (const { id } of database.prepare('SELECT id FROM runs ORDER BY id').all()) {
    const run = Number(id);
    for (const { series, first, last, verdict } of gaps.iterate(run)) {
      const [from, to, state] = [String(first), String(last), String(verdict)];
      if (!isDayState(state) || !isDay(from) || !isDay(to)) continue;
      cells.span(String(series), { partition: 'daily', first: from, last: to, state });
      count();
    }
    for (const { task_id, state, error_code } of tasks.iterate(run)) {
      const object = parseKey(String(task_id));
      if (object === undefined) continue;
      const { partition, period } = object;
      cells.file({ series: formatSeries(object), partition, period }, stateOfTask(state, error_code));
      count();
    }
  }
  const held = database.prepare(
    'SELECT series, partition, period, proof, accepted FROM objects WHERE series IS NOT NULL ORDER BY series, partition, period',
  );
  for (const { series, partition, period, proof, accepted } of held.iterate()) {
    const file = cellFile(series, partition, period);
    if (file === undefined) continue;
    cells.file(file, proof === 'sidecar' ? 'proved' : accepted === 1 ? 'accepted' : 'unverified');
    count();
  }
  cells.write();
}
