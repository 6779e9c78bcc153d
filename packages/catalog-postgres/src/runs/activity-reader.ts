import type { ActivityInSlot, SeenClass, SlotRange } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { TIMELINE_UNITS } from '../tasks/tally.ts';

const [, COARSE] = TIMELINE_UNITS;

/** The attempts of tasks of some classes' names in the slots before an end; those before the first slot may be summed up. */
export async function activityBefore(
  session: Session,
  run: number,
  classes: readonly SeenClass[],
  { first, end, unit }: SlotRange,
): Promise<ActivityInSlot[]> {
  const wholeMinutes = Math.floor((first * unit) / COARSE);
  const from = (wholeMinutes * COARSE) / unit;
  const names = [...new Set(classes.map(({ name }) => name))];
  const ended = await session.query<ActivityInSlot>(
    `SELECT -1 AS slot, coalesce(sum(begun), 0) AS begun, coalesce(sum(ended), 0) AS ended, 0 AS retried FROM tapehaul.activity
     WHERE run = $1 AND name = ANY ($2) AND unit = ${COARSE} AND slot < $3
     UNION ALL SELECT slot, sum(begun), sum(ended), sum(retried) FROM tapehaul.activity
     WHERE run = $1 AND name = ANY ($2) AND unit = $4 AND slot >= $5 AND slot < $6 GROUP BY slot`,
    [run, names, wholeMinutes, unit, from, end],
  );
  const crashedAt = classes.find((it) => it.crashedAt !== null)?.crashedAt ?? 0;
  const crashed = classes.flatMap((it) => (it.crashedAt === null ? [] : it.id));
  const running = await session.query<ActivityInSlot>(
    `SELECT attempt_at / $3::bigint AS slot, count(*) AS begun, 0 AS ended, 0 AS retried FROM tapehaul.progress
     WHERE class = ANY ($1) AND attempt_at IS NOT NULL GROUP BY slot
     UNION ALL SELECT greatest(updated_at, $4::bigint) / $3::bigint AS slot, 0, count(*), 0 FROM tapehaul.progress
     WHERE class = ANY ($2) AND attempt_at IS NOT NULL GROUP BY slot`,
    [classes.map(({ id }) => id), crashed, unit, crashedAt],
  );
  return [...ended, ...running];
}
