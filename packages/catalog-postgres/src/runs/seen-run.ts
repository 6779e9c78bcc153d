import { type SeenClass, seenClasses } from '@tapehaul/catalog/rules';
import { one, type Session } from '../connection/session.ts';
import { classesOfRun } from '../tasks/classes.ts';
import { WHOLE_RUN, type WholeRunRow } from './run-rows.ts';

/** A run, and how its tasks stand, as readers show them. */
export interface SeenRun {
  readonly id: number;
  readonly runId: string;
  readonly row: WholeRunRow;
  /** The last sign of life of its owner, where that is dead and the run open. */
  readonly crashedAt: number | undefined;
  readonly classes: readonly SeenClass[];
}

/** A run of a record; undefined when there is none of that id. */
export async function seenRun(session: Session, record: number, runId: string): Promise<SeenRun | undefined> {
  const row = await one<WholeRunRow>(
    session,
    `SELECT ${WHOLE_RUN} FROM tapehaul.runs r WHERE r.record = $1 AND r.run_id = $2`,
    [record, runId],
  );
  if (row === undefined) return undefined;
  const crashedAt = row.crashedAt ?? undefined;
  const classes = seenClasses(await classesOfRun(session, row.id), crashedAt);
  return { id: row.id, runId, row, crashedAt, classes };
}
