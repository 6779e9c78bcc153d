import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  flow,
  isFinal,
  LEGAL_MOVES,
  limit,
  type OrchestratorEvent,
  STATES,
  type StateName,
  task,
} from '../src/index.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What happens to a task: how its attempts end, one after the other, and how long each takes. */
const fate = fc.record({
  ends: fc.array(fc.constantFrom('well', 'later', 'never', 'ordinary', 'hangs'), {
    minLength: 1,
    maxLength: 5,
  }),
  takes: fc.integer({ min: 0, max: 3_000 }),
});
/** What is done to the run, and after how many milliseconds. */
const interference = fc.record({
  what: fc.constantFrom('pause', 'resume', 'cancel'),
  after: fc.integer({ min: 0, max: 8_000 }),
});

async function attemptOf({ takes, ends }: { takes: number; ends: string[] }, attempt: number): Promise<void> {
  const end = ends[Math.min(attempt, ends.length) - 1];
  if (end === 'hangs') return new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, takes));
  if (end === 'later') throw new TapehaulError('server_error', 'later');
  if (end === 'ordinary') throw new Error('HTTP 503');
  if (end === 'never') throw new TapehaulError('not_found', 'never');
}

/** Checks that states follow the table from Scheduled on, and returns the last one. */
function follow(states: readonly StateName[]): StateName {
  let state: StateName = 'Scheduled';
  for (const next of states) {
    expect(LEGAL_MOVES[STATES[state]]).toContain(STATES[next]);
    state = next;
  }
  return state;
}

test('runs and tasks move only as the table says, and each ends exactly once', async () => {
  const many = fc.array(fate, { maxLength: 12 });
  const property = fc.asyncProperty(many, fc.array(interference, { maxLength: 4 }), async (fates, acts) => {
    const events: OrchestratorEvent[] = [];
    const work = task(
      'work',
      { retries: 3, retryDelaySeconds: [1, 2], timeoutSeconds: 5, concurrency: limit('work', 2) },
      (input: (typeof fates)[number], { attempt }) => attemptOf(input, attempt),
    );
    const run = flow('all', {}, (inputs: typeof fates, { map }) =>
      map(work, inputs, { concurrency: 3 }),
    ).start(fates, {
      listeners: [(event) => void events.push(event)],
    });
    for (const { what, after } of acts) setTimeout(() => run[what as 'pause' | 'resume' | 'cancel'](), after);
    // Whatever was paused continues at last.
    setTimeout(() => run.resume(), 9_000);
    await vi.runAllTimersAsync();
    const { counts, state } = await run.result;

    const runStates = events.flatMap((event) => (event.kind === 'run' ? [event.state] : []));
    expect(follow(runStates)).toBe(state);
    expect(isFinal(state)).toBe(true);
    const ids = new Set(events.flatMap((event) => (event.kind === 'task' ? [event.taskId] : [])));
    const ends: Record<string, number> = {};
    for (const id of ids) {
      const states = events.flatMap((event) =>
        event.kind === 'task' && event.taskId === id ? [event.state] : [],
      );
      const last = follow(states);
      expect(states.filter(isFinal)).toEqual([last]);
      ends[last] = (ends[last] ?? 0) + 1;
    }
    expect(counts).toEqual(ends);
    if (state !== 'Cancelled') expect(ids.size).toBe(fates.length);
  });
  await fc.assert(property, { numRuns: 300 });
});
