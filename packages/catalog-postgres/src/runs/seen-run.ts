import { type SeenClass, seenClasses } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { classesOfRuns } from '../tasks/classes.ts';
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
  return (await seenRuns(session, record, [runId])).get(runId);
}

/** The runs of a record that have those ids, by id. */
export async function seenRuns(
  session: Session,
  record: number,
  runIds: readonly string[],
): Promise<Map<string, SeenRun>> {
  const rows = await session.query<WholeRunRow>(
    `SELECT ${WHOLE_RUN} FROM tapehaul.runs r WHERE r.record = $1 AND r.run_id = ANY ($2::text[])`,
    [record, runIds],
  );
  if (rows.length === 0) return new Map();
  const classes = Map.groupBy(
    await classesOfRuns(
      session,
      rows.map(({ id }) => id),
    ),
    ({ run }) => run,
  );
  return new Map(
    rows.map((row) => {
      const { id, runId } = row;
      const crashedAt = row.crashedAt ?? undefined;
      return [runId, { id, runId, row, crashedAt, classes: seenClasses(classes.get(id) ?? [], crashedAt) }];
    }),
  );
}
