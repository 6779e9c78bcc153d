import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { flow, limit, memoryCache, type OrchestratorEvent, task } from '../index.ts';

const later = () => new TapehaulError('server_error', 'later');
const never = () => new TapehaulError('not_found', 'never');

/** What listeners hear, and the states of the runs of a flow among it. */
function hearing() {
  const events: OrchestratorEvent[] = [];
  const states = (name: string) =>
    events.flatMap((event) => (event.kind === 'run' && event.flow === name ? [event.state] : []));
  return { events, states, listeners: [(event: OrchestratorEvent) => void events.push(event)] };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a run', () => {
  test('ends with gaps when a task failed, whatever the body made of it', async () => {
    const bad = task('bad', {}, async () => Promise.reject(never()));
    const run = await flow('hides', {}, async (_: undefined, { call }) => {
      await call(bad, undefined).catch(() => {});
      return 'all is well';
    })(undefined);
    expect(run).toMatchObject({ output: 'all is well', state: 'CompletedWithGaps', counts: { Failed: 1 } });
  });

  test('maps inputs to results in their order', async () => {
    const wait = task('wait', {}, async (ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (ms === 20) throw never();
      return ms * 2;
    });
    const run = flow('all', { concurrency: 2 }, (inputs: number[], { map }) => map(wait, inputs))([
      30, 20, 10,
    ]);
    await vi.runAllTimersAsync();
    const { output } = await run;
    expect(output?.map(({ state, output: given }) => given ?? state)).toEqual([60, 'Failed', 20]);
  });

  test('tells its parameters, its tags and what it and its tasks say', async () => {
    const { events, listeners } = hearing();
    const greet = task('greet', { tags: ['polite'] }, async (name: string, { log }) =>
      log('info', `hello ${name}`),
    );
    const options = { tags: ['demo'], parameters: (name: string) => ({ name }) };
    await flow('greeting', options, async (name: string, { call, log }) => {
      log('debug', 'begins');
      await call(greet, name);
    })('you', { runId: 'r', listeners });
    expect(events[0]).toMatchObject({
      kind: 'run',
      state: 'Running',
      tags: ['demo'],
      parameters: { name: 'you' },
    });
    expect(events.filter(({ kind }) => kind === 'log')).toMatchObject([
      { runId: 'r', task: null, level: 'debug', message: 'begins' },
      { runId: 'r', task: 'greet', taskId: 'greet', attempt: 1, level: 'info', message: 'hello you' },
    ]);
    expect(events[2]).toMatchObject({ kind: 'task', tags: ['polite'] });
  });

  test('runs its body again after an error that a retry can help', async () => {
    const { states, listeners } = hearing();
    const options = { retries: 2, retryDelaySeconds: 60 };
    const run = flow('shaky', options, async (_: undefined, { attempt }) => {
      if (attempt < 3) throw later();
      return attempt;
    })(undefined, { listeners });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(states('shaky').at(-1)).toBe('AwaitingRetry');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await run).toMatchObject({ output: 3, state: 'Completed' });
    expect(states('shaky')).toEqual([
      'Running',
      'AwaitingRetry',
      'Retrying',
      'AwaitingRetry',
      'Retrying',
      'Completed',
    ]);
  });

  test('ends as its tasks do: a failure that a further attempt makes good is none', async () => {
    let calls = 0;
    const list = task('list', {}, async () => {
      calls += 1;
      if (calls === 1) throw later();
      return calls;
    });
    const shaky = flow('shaky', { retries: 1 }, (_: undefined, { call }) => call(list, undefined));
    const run = shaky(undefined);
    await vi.runAllTimersAsync();
    expect(await run).toMatchObject({ output: 2, state: 'Completed', counts: { Failed: 0, Completed: 1 } });
  });

  test('ends as its tasks do, those of a former owner included', async () => {
    const rest = flow('rest', {}, async () => {});
    const ended = { Completed: 7, Corrupt: 1 };
    expect(await rest(undefined, { ended })).toMatchObject({ state: 'CompletedWithGaps', counts: ended });
  });

  test('decides by its own rule which errors are worth a further attempt', async () => {
    const calls: number[] = [];
    const stubborn = flow(
      'stubborn',
      { retries: 2, retryOn: () => true },
      async (_: undefined, { attempt }) => {
        calls.push(attempt);
        throw never();
      },
    )(undefined);
    await vi.runAllTimersAsync();
    expect(await stubborn).toMatchObject({ state: 'Failed' });
    expect(calls).toEqual([1, 2, 3]);
  });

  test('that takes too long is cancelled, and its tasks with it', async () => {
    const hang = task('hang', {}, (_: number, { signal }) => {
      return new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    });
    const run = flow('slow', { timeoutSeconds: 5 }, (_: undefined, { map }) => map(hang, [1, 2]))(undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await run).toMatchObject({
      state: 'Cancelled',
      error: { code: 'timed_out', message: 'slow took longer than 5 s' },
      counts: { Cancelled: 2 },
    });
    const quick = flow('quick', { timeoutSeconds: 5 }, async () => 1)(undefined);
    expect(await quick).toMatchObject({ state: 'Completed' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is cancelled while it waits for its next attempt', async () => {
    const run = flow('shaky', { retries: 1, retryDelaySeconds: 60 }, async () =>
      Promise.reject(later()),
    ).start(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    run.cancel(new TapehaulError('cancelled', 'enough'));
    expect(await run.result).toMatchObject({ state: 'Cancelled', error: { message: 'enough' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that is paused begins no attempt, and goes on when resumed', async () => {
    const { states, listeners } = hearing();
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
    const { states, listeners } = hearing();
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

  test('has children that hear the same listeners, pause and stop with it', async () => {
    const { events, states, listeners } = hearing();
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
    const { events, listeners } = hearing();
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
