import type { TimelineQuery, TimelineSlice } from '@tapehaul/catalog';
import { type ActivityInSlot, timeSlices } from '@tapehaul/catalog/rules';
import type { MemoryTask } from './memory-batch.ts';
import type { MemoryRun } from './memory-run.ts';

const SLICES = 60;
const SECOND = 1_000;

/** A run's time, from its first ended task to its last or between two times, in slices of whole seconds. */
export function timelineOf(run: MemoryRun, query: TimelineQuery): TimelineSlice[] {
  const { slices = SLICES, from, to, name } = query;
  const tasks = [...run.tasks.values()].filter((task) => name === undefined || task.name === name);
  const ended = tasks.flatMap(({ progress }) => {
    const { phase, state, updatedAt, bytes } = progress;
    return phase === 'final' ? [{ slot: slotOf(updatedAt), state, tasks: 1, bytes: bytes ?? 0 }] : [];
  });
  if (ended.length === 0 && (from === undefined || to === undefined)) return [];
  const slots = ended.map(({ slot }) => slot);
  const first = from === undefined ? Math.min(...slots) : slotOf(from);
  const end = to === undefined ? Math.max(...slots) + 1 : Math.ceil(to / SECOND);
  if (end <= first) return [];
  const activity = tasks.flatMap(activityOf).filter(({ slot }) => slot < end);
  return timeSlices({ first, end, unit: SECOND }, slices, ended, activity);
}

function activityOf({ attempts, progress: { attemptAt } }: MemoryTask): ActivityInSlot[] {
  const none = { begun: 0, ended: 0, retried: 0 };
  const made = attempts.flatMap(({ startedAt, endedAt, state }) => [
    { ...none, slot: slotOf(startedAt), begun: 1 },
    { ...none, slot: slotOf(endedAt), ended: 1, retried: state === 'AwaitingRetry' ? 1 : 0 },
  ]);
  return attemptAt === null ? made : [...made, { ...none, slot: slotOf(attemptAt), begun: 1 }];
}

function slotOf(at: number): number {
  return Math.floor(at / SECOND);
}
