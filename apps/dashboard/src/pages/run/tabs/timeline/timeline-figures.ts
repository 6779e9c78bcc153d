import type { TimeSlice } from '../../../../api/shapes.ts';

/** Files that ended in a slice, in any state. */
export function endedIn({ ended }: TimeSlice): number {
  return Object.values(ended).reduce((sum, { tasks }) => sum + tasks, 0);
}

/** Bytes of a slice: those that were moved, else those of the files that ended in it. */
export function bytesIn({ bytes, ended }: TimeSlice): number {
  return bytes ?? Object.values(ended).reduce((sum, state) => sum + state.bytes, 0);
}

/** Bytes a second in a slice. */
export function bytesPerSecond(slice: TimeSlice): number {
  const seconds = (Date.parse(slice.to) - Date.parse(slice.from)) / 1_000;
  return seconds > 0 ? bytesIn(slice) / seconds : 0;
}
