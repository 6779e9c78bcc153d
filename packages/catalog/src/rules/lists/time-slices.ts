import type { StateCount, TimelineSlice } from '../../records/queries.ts';

/** Tasks alike that ended in a slot of time. */
export interface EndedInSlot extends StateCount {
  readonly slot: number;
  readonly state: string;
}

/** Attempts that began, ended, and were followed by a wait for another, in a slot of time. */
export interface ActivityInSlot {
  readonly slot: number;
  readonly begun: number;
  readonly ended: number;
  readonly retried: number;
}

/** Slots of time that slices are made of: the first, behind the last, and the length of each in milliseconds. */
export interface SlotRange {
  readonly first: number;
  readonly end: number;
  readonly unit: number;
}

/** What happened in slots of time, in at most N slices of the same length; `activity` has all slots before the end. */
export function timeSlices(
  { first, end, unit }: SlotRange,
  slices: number,
  ended: Iterable<EndedInSlot>,
  activity: Iterable<ActivityInSlot>,
): TimelineSlice[] {
  const width = Math.ceil(Math.max(1, end - first) / Math.max(1, Math.trunc(slices)));
  const made = Array.from({ length: Math.ceil(Math.max(1, end - first) / width) }, (_, place) => ({
    from: (first + place * width) * unit,
    to: (first + (place + 1) * width) * unit,
    ended: {} as Record<string, StateCount>,
    retries: 0,
    active: 0,
  }));
  const sliceAt = (slot: number) => made[Math.floor((slot - first) / width)];
  for (const { slot, state, tasks, bytes } of ended) {
    const of = sliceAt(slot)?.ended;
    const known = of?.[state] ?? { tasks: 0, bytes: 0 };
    if (of !== undefined) of[state] = { tasks: known.tasks + tasks, bytes: known.bytes + bytes };
  }
  let before = 0;
  for (const { slot, begun, ended: over, retried } of activity) {
    const slice = slot < first ? undefined : sliceAt(slot);
    if (slice === undefined) {
      if (slot < first) before += begun - over;
      continue;
    }
    slice.active += begun - over;
    slice.retries += retried;
  }
  for (const slice of made) {
    before += slice.active;
    slice.active = Math.max(0, before);
    for (const [state, { tasks }] of Object.entries(slice.ended)) if (tasks === 0) delete slice.ended[state];
  }
  return made;
}
