import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { flow, limit, memoryCache, task } from '../src/index.ts';
import { recordEvents } from './recorded-events.ts';

const later = () => new TapehaulError('server_error', 'later');

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a run', () => {
  test('that is paused begins no attempt, and continues when resumed', async () => {
    const { states, listeners } = recordEvents();
    const started: number[] = [];
    const work = task('work', { retries: 1, retryDelaySeconds: 1 }, async (n: number, { attempt }) => {
      started.push(n);
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (n === 1 && attempt === 1) throw later();
    });
    const run = flow('pausing', {}, (inputs: number[], { map }) =>
      map(work, inputs, { concurrency: 2 }),
    ).start([1, 2, 3, 4], { listeners });
    await vi.advanceTimersByTimeAsync(50);
    run.pause();
    run.pause();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(started).toEqual([1, 2]);
    expect(states('pausing')).toEqual(['Running', 'Paused']);
    run.resume();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await run.result).toMatchObject({ state: 'Completed', counts: { Completed: 4 } });
    expect(started.toSorted()).toEqual([1, 1, 2, 3, 4]);
    expect(states('pausing')).toEqual(['Running', 'Paused', 'Running', 'Completed']);
  });

  test('that is paused can be cancelled', async () => {
    const { states, listeners } = recordEvents();
    const work = task('work', {}, async () => {});
    const run = flow('stuck', {}, async (_: undefined, { call }) => {
      run.pause();
      await call(work, undefined);
    }).start(undefined, { listeners });
    await vi.advanceTimersByTimeAsync(1_000);
    run.cancel();
    expect(await run.result).toMatchObject({ state: 'Cancelled', counts: { Cancelled: 1 } });
    expect(states('stuck')).toEqual(['Running', 'Paused', 'Cancelled']);
  });

  test('has children that share its listeners, pause and stop with it', async () => {
    const { events, states, listeners } = recordEvents();
    const work = task('work', {}, async (n: number) => n);
    const child = flow('child', {}, async (n: number, { call }) => (await call(work, n)) * 2);
    const parent = flow('parent', {}, async (n: number, context) => {
      run.pause();
      const { output = 0, state } = await context.child(child, n);
      return [output, state];
    });
    const run = parent.start(21, { listeners });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states('child')).toEqual(['Running']);
    run.resume();
    expect(await run.result).toMatchObject({ output: [42, 'Completed'] });
    expect(events.find((event) => event.kind === 'run' && event.flow === 'child')).toMatchObject({
      parentRunId: run.runId,
    });
  });
});

describe('limits', () => {
  test('are shared by tasks and flows, and freed while a task waits for its retry', async () => {
    const archive = limit('archive', 2);
    let running = 0;
    let most = 0;
    const body = async (n: number, { attempt }: { attempt: number }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 10));
      running -= 1;
      if (n === 0 && attempt === 1) throw later();
    };
    const options = { concurrency: archive, retries: 1, retryDelaySeconds: 60 };
    const { events, listeners } = recordEvents();
    const runs = ['one', 'two'].map((name) =>
      flow(name, {}, (inputs: number[], { map }) => map(task(name, options, body), inputs))([0, 1, 2, 3], {
        listeners,
      }),
    );
    await vi.advanceTimersByTimeAsync(100);
    const done = events.filter((event) => event.kind === 'task' && event.state === 'Completed');
    expect(done).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(60_100);
    for (const run of runs) expect(await run).toMatchObject({ state: 'Completed' });
    expect(most).toBe(2);
    expect(events.some((event) => event.kind === 'task' && event.state === 'Pending')).toBe(true);
  });

  test('need a slot', () => {
    expect(() => limit('nothing', 0)).toThrow('the limit nothing needs at least 1 slot, not 0');
  });
});

describe('a cache', () => {
  test('gives the output of an equal input, also undefined, without an attempt', async () => {
    let calls = 0;
    const square = task('square', { cacheKey: (n: number) => `square ${n}` }, async (n) => {
      calls += 1;
      return n === 0 ? undefined : n * n;
    });
    const cache = memoryCache();
    const squares = flow('squares', {}, (inputs: number[], { map }) =>
      map(square, inputs, { concurrency: 1 }),
    );
    await squares([0, 3], { cache });
    const { output = [], counts } = await squares([0, 3, 4], { cache });
    expect(output).toMatchObject([
      { output: undefined, attempts: 0 },
      { output: 9 },
      { output: 16, attempts: 1 },
    ]);
    expect(counts).toEqual({ Cached: 2, Completed: 1 });
    expect(calls).toBe(3);
  });

  test('in memory forgets what was used longest ago', () => {
    const cache = memoryCache({ entries: 2 });
    void cache.set('a', 1);
    void cache.set('b', 2);
    expect(cache.get('a')).toEqual({ output: 1 });
    void cache.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([{ output: 1 }, undefined, { output: 3 }]);
    expect(() => memoryCache({ entries: 0 })).toThrow('a cache needs room for at least 1 entry, not 0');
  });
});
