import type { TimelineQuery, TimelineSlice } from '@tapehaul/catalog';
import {
  CRASHED,
  type EndedInSlot,
  type SeenClass,
  type SlotRange,
  timeSlices,
} from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { STANDS_AS_PLANNED } from '../tasks/stored-task.ts';
import { TIMELINE_UNITS } from '../tasks/tally.ts';
import { activityBefore } from './activity-reader.ts';
import type { SeenRun } from './seen-run.ts';

const [FINE, COARSE] = TIMELINE_UNITS;
const SLICES = 60;
/** Time, in milliseconds, up to which slices are made of the fine slots. */
const FINE_UP_TO = 3_600_000;
const ALL = { first: 0, end: Number.MAX_SAFE_INTEGER };

/** What happened in the time of a run. */
export async function timelineOf(
  session: Session,
  run: SeenRun,
  { slices = SLICES, from, to, name }: TimelineQuery,
): Promise<TimelineSlice[]> {
  const endsIn = (range: SlotRange) => endedIn(session, run, name, range);
  const whole = await endsIn({ ...ALL, unit: COARSE });
  const start = from ?? (firstOf(whole) ?? 0) * COARSE;
  const stop = to ?? (lastOf(whole) ?? -1) * COARSE + COARSE;
  if ((whole.length === 0 && (from === undefined || to === undefined)) || stop <= start) return [];
  const unit = stop - start > FINE_UP_TO ? COARSE : FINE;
  const asked = { first: Math.floor(start / unit), end: Math.ceil(stop / unit), unit };
  const ended = await endsIn(asked);
  const range = {
    first: from === undefined ? (firstOf(ended) ?? asked.first) : asked.first,
    end: to === undefined ? (lastOf(ended) ?? asked.end - 1) + 1 : asked.end,
    unit,
  };
  const own = run.classes.filter((it) => name === undefined || it.name === name);
  return timeSlices(range, slices, ended, await activityBefore(session, run.id, own, range));
}

/** How tasks ended in some slots. */
async function endedIn(
  session: Session,
  { id, classes }: SeenRun,
  name: string | undefined,
  range: SlotRange,
): Promise<EndedInSlot[]> {
  const sums = new Map<string, { slot: number; state: string; tasks: number; bytes: number }>();
  const add = ({ slot, state, tasks, bytes }: EndedInSlot, sign: 1 | -1 = 1): void => {
    if (slot < range.first || slot >= range.end) return;
    const key = `${slot} ${state}`;
    const sum = sums.get(key) ?? { slot, state, tasks: 0, bytes: 0 };
    sums.set(key, sum);
    sum.tasks += sign * tasks;
    sum.bytes += sign * bytes;
  };
  const isOwn = (it: SeenClass): boolean => name === undefined || it.name === name;
  const final = classes.filter(({ phase, crashedAt }) => phase === 'final' && crashedAt === null);
  const [own, others] = [final.filter(isOwn), final.filter((it) => !isOwn(it))];
  const { unit } = range;
  if (total(own) < total(others)) {
    for (const it of await endsOf(session, own, unit, ENDED)) add(it);
  } else {
    for (const it of await kept(session, id, range)) add(it);
    for (const it of await endsOf(session, others, unit, ENDED)) add(it, -1);
  }
  const crashed = classes.filter((it) => it.state === CRASHED && it.crashedAt !== null && isOwn(it));
  for (const it of await endsOf(session, crashed, unit, CRASHING)) add(it);
  return [...sums.values()].filter(({ tasks }) => tasks !== 0);
}

function kept(session: Session, run: number, { unit, first, end }: SlotRange): Promise<EndedInSlot[]> {
  return session.query<EndedInSlot>(
    `SELECT slot, state, sum(tasks)::bigint AS tasks, sum(bytes)::bigint AS bytes FROM tapehaul.timeline
     WHERE run = $1 AND unit = $2 AND slot >= $3 AND slot < $4 GROUP BY slot, state`,
    [run, unit, first, end],
  );
}

/** Times of tasks in classes $1 whose owner gave its last sign of life at $3, by class, with their bytes. */
const ENDED = `SELECT class, updated_at AS at, bytes FROM tapehaul.outcomes WHERE class = ANY ($1) AND $3::bigint >= 0
  UNION ALL SELECT t.class, t.planned_at, t.bytes FROM tapehaul.tasks t WHERE t.class = ANY ($1) AND ${STANDS_AS_PLANNED}`;
const CRASHING = `SELECT class, greatest(updated_at, $3::bigint) AS at, bytes FROM tapehaul.progress WHERE class = ANY ($1)`;

async function endsOf(
  session: Session,
  classes: readonly SeenClass[],
  unit: number,
  times: string,
): Promise<EndedInSlot[]> {
  if (classes.length === 0) return [];
  const states = new Map(classes.map((it) => [it.id, it.state]));
  const rows = await session.query<Omit<EndedInSlot, 'state'> & { class: number }>(
    `SELECT class, at / $2::bigint AS slot, count(*) AS tasks, coalesce(sum(bytes), 0) AS bytes FROM (${times}) ended
     GROUP BY class, slot`,
    [[...states.keys()], unit, classes[0]?.crashedAt ?? 0],
  );
  return rows.map(({ class: id, ...row }) => ({ ...row, state: states.get(id) ?? '' }));
}

function total(classes: readonly SeenClass[]): number {
  return classes.reduce((sum, { tasks }) => sum + tasks, 0);
}

function firstOf(ends: readonly EndedInSlot[]): number | undefined {
  if (ends.length === 0) return undefined;
  return ends.reduce((least, { slot }) => Math.min(least, slot), Number.MAX_SAFE_INTEGER);
}

function lastOf(ends: readonly EndedInSlot[]): number | undefined {
  return ends.length === 0 ? undefined : ends.reduce((most, { slot }) => Math.max(most, slot), 0);
}
