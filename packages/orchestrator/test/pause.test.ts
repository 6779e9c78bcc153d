import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flow, limit, type OrchestratorEvent, task } from '../src/index.ts';

const later = () => new TapehaulError('server_error', 'later');

/** The states of a run, as they are received. */
function hearing() {
  const states: string[] = [];
  const listeners = [(event: OrchestratorEvent) => void (event.kind === 'run' && states.push(event.state))];
  return { states, listeners };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a run that is paused stays so while the retries of its tasks come due', async () => {
  const { states, listeners } = hearing();
  const work = task('work', { retries: 5 }, async (_: number, { attempt }) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (attempt === 1) throw later();
  });
  const run = flow('careful', {}, (inputs: number[], { map }) => map(work, inputs, { concurrency: 2 })).start(
    [1, 2, 3],
    { listeners },
  );
  await vi.advanceTimersByTimeAsync(50);
  run.pause();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(states).toEqual(['Running', 'Paused']);
  run.resume();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await run.result).toMatchObject({ state: 'Completed', counts: { Completed: 3 } });
});

test('a paused run begins nothing that waited for a slot, and holds no slot', async () => {
  const slots = limit('disk', 1);
  const begun: string[] = [];
  const work = task('work', { concurrency: slots }, async (name: string) => {
    begun.push(name);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const mapped = (inputs: string[]) =>
    flow('mapped', {}, (_: undefined, { map }) => map(work, inputs)).start(undefined);
  const paused = mapped(['a', 'b', 'c']);
  await vi.advanceTimersByTimeAsync(50);
  paused.pause();
  const other = mapped(['x', 'y']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun).toEqual(['a', 'x', 'y']);
  expect(await other.result).toMatchObject({ state: 'Completed' });
  paused.resume();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await paused.result).toMatchObject({ state: 'Completed', counts: { Completed: 3 } });
});

test('a run can be paused while its body waits for another attempt, which then waits longer', async () => {
  const { states, listeners } = hearing();
  const bodies: number[] = [];
  const options = { retries: 2, retryDelaySeconds: 60 };
  const run = flow('shaky', options, async (_: undefined, { attempt }) => {
    bodies.push(attempt);
    if (attempt < 3) throw later();
  }).start(undefined, { listeners });
  await vi.advanceTimersByTimeAsync(1_000);
  run.pause();
  expect(states).toEqual(['Running', 'AwaitingRetry', 'Paused']);
  run.resume();
  expect(states.at(-1)).toBe('AwaitingRetry');
  run.pause();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(bodies).toEqual([1]);
  expect(states.at(-1)).toBe('Paused');
  run.resume();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await run.result).toMatchObject({ state: 'Completed' });
});

test('a pause outlives the attempt of the body that it came in', async () => {
  const { states, listeners } = hearing();
  const bodies: number[] = [];
  const run = flow('shaky', { retries: 1 }, async (_: undefined, { attempt }) => {
    bodies.push(attempt);
    if (attempt > 1) return;
    run.pause();
    throw later();
  }).start(undefined, { listeners });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(bodies).toEqual([1]);
  expect(states).toEqual(['Running', 'Paused', 'AwaitingRetry', 'Paused']);
  run.resume();
  expect(await run.result).toMatchObject({ state: 'Completed' });
});
