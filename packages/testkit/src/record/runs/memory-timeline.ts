import type { TimelineQuery, TimelineSlice } from '@tapehaul/catalog';
import { type ActivityInSlot, timeSlices } from '@tapehaul/catalog/rules';
import type { MemoryTask } from './memory-batch.ts';
import type { MemoryRun } from './memory-run.ts';

const SLICES = 60;
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** A run's time, from its first ended task to its last or between two times, in slices of whole seconds, or minutes of a long time. */
export function timelineOf(run: MemoryRun, query: TimelineQuery): TimelineSlice[] {
  const { slices = SLICES, from, to, name } = query;
  const tasks = [...run.tasks.values()].filter((task) => name === undefined || task.name === name);
  const final = tasks.flatMap(({ progress }) => (progress.phase === 'final' ? progress : []));
  if (final.length === 0 && (from === undefined || to === undefined)) return [];
  const times = final.map(({ updatedAt }) => updatedAt);
  const [least, most] = [from ?? Math.min(...times), to ?? Math.max(...times) + MINUTE];
  const unit = slotOf(most, MINUTE) - slotOf(least, MINUTE) > HOUR / MINUTE ? MINUTE : SECOND;
  const ended = final.map(({ state, updatedAt, bytes }) => {
    return { slot: slotOf(updatedAt, unit), state, tasks: 1, bytes: bytes ?? 0 };
  });
  const slots = ended.map(({ slot }) => slot);
  const first = from === undefined ? Math.min(...slots) : slotOf(from, unit);
  const end = to === undefined ? Math.max(...slots) + 1 : Math.ceil(to / unit);
  if (end <= first) return [];
  const activity = tasks.flatMap((task) => activityOf(task, unit)).filter(({ slot }) => slot < end);
  return timeSlices({ first, end, unit }, slices, ended, activity);
}

function activityOf({ attempts, progress: { attemptAt } }: MemoryTask, unit: number): ActivityInSlot[] {
  const none = { begun: 0, ended: 0, retried: 0 };
  const made = attempts.flatMap(({ startedAt, endedAt, state }) => [
    { ...none, slot: slotOf(startedAt, unit), begun: 1 },
    { ...none, slot: slotOf(endedAt, unit), ended: 1, retried: state === 'AwaitingRetry' ? 1 : 0 },
  ]);
  return attemptAt === null ? made : [...made, { ...none, slot: slotOf(attemptAt, unit), begun: 1 }];
}

function slotOf(at: number, unit: number): number {
  return Math.floor(at / unit);
}
