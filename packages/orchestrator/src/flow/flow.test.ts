import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runEach } from '../../test/run-each.ts';
import { flow, type OrchestratorEvent, task } from '../index.ts';

const later = () => new TapehaulError('server_error', 'later');
const never = () => new TapehaulError('not_found', 'never');

describe('a flow', () => {
  test('gives its output and reports its states', async () => {
    const double = task('double', {}, async (n: number) => n * 2);
    const events: OrchestratorEvent[] = [];
    const run = await flow('math', {}, (n: number, context) => context.call(double, n))(21, {
      listeners: [(event) => events.push(event)],
    });
    expect(run).toMatchObject({ output: 42, state: 'Completed' });
    expect(events.map((event) => [event.kind, event.kind === 'log' ? event.message : event.state])).toEqual([
      ['run', 'Running'],
      ['task', 'Running'],
      ['task', 'Completed'],
      ['run', 'Completed'],
    ]);
  });

  test('counts tasks that other processes did, and ends by them, too', async () => {
    const elsewhere = (ended: object) =>
      flow('elsewhere', {}, async (_: undefined, context) => context.addEnded(ended))(undefined);
    expect(await elsewhere({ Completed: 2 })).toMatchObject({ state: 'Completed', counts: { Completed: 2 } });
    const withFailure = await elsewhere({ Completed: 2, Failed: 1 });
    expect(withFailure).toMatchObject({ state: 'CompletedWithGaps', counts: { Completed: 2, Failed: 1 } });
  });

  test('that throws is Failed, with the error, and does not reject', async () => {
    const run = await flow('bad', {}, async () => Promise.reject(never()))(undefined);
    expect(run).toMatchObject({ state: 'Failed', error: { code: 'not_found' } });
  });
});

describe('tasks', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('run no more at once than allowed, and read their inputs only as there is room', async () => {
    let running = 0;
    let most = 0;
    let read = 0;
    function* inputs() {
      for (; read < 20; read++) {
        expect(read).toBeLessThanOrEqual(most + 20);
        yield read;
      }
    }
    const work = runEach(
      [
        'work',
        {},
        async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 10));
          running -= 1;
        },
      ],
      inputs(),
      { concurrency: 3 },
    );
    await vi.advanceTimersByTimeAsync(10);
    expect(read).toBeLessThanOrEqual(6);
    await vi.runAllTimersAsync();
    expect((await work).results).toHaveLength(20);
    expect(most).toBe(3);
  });

  test('that wait for a retry hold up nothing', async () => {
    const order: string[] = [];
    const work = runEach(
      [
        'work',
        { retries: 1, retryDelaySeconds: 60 },
        async (name: string, { attempt }) => {
          order.push(name);
          if (name === 'bad' && attempt === 1) throw later();
        },
      ],
      ['bad', 'a', 'b', 'c'],
    );
    await vi.advanceTimersByTimeAsync(59_000);
    expect(order).toEqual(['bad', 'a', 'b', 'c']);
    await vi.advanceTimersByTimeAsync(1_000);
    const { states, results } = await work;
    expect(order).toEqual(['bad', 'a', 'b', 'c', 'bad']);
    expect(states('bad')).toEqual(['Running', 'AwaitingRetry', 'Retrying', 'Completed']);
    expect(results.at(-1)).toMatchObject({ taskId: 'bad', attempts: 2 });
  });

  test('are retried only for errors that a retry can help, and only so often', async () => {
    const attempts = { later: 0, never: 0 };
    const work = runEach(
      [
        'work',
        { retries: 2, retryDelaySeconds: [1, 2] },
        async (kind: 'later' | 'never') => {
          attempts[kind] += 1;
          throw kind === 'later' ? later() : never();
        },
      ],
      ['later', 'never'],
    );
    await vi.runAllTimersAsync();
    const { results, run } = await work;
    expect(attempts).toEqual({ later: 3, never: 1 });
    expect(results.map(({ state }) => state)).toEqual(['Failed', 'Failed']);
    expect(run).toMatchObject({ state: 'CompletedWithGaps', counts: { Failed: 2 } });
  });

  test('wait as long as the other side requests', async () => {
    let attempts = 0;
    const work = runEach(
      [
        'work',
        { retries: 1, retryDelaySeconds: 1 },
        async () => {
          attempts += 1;
          if (attempts === 1)
            throw new TapehaulError('throttled', 'slow down', { retry: { afterMs: 30_000 } });
        },
      ],
      [1],
    );
    await vi.advanceTimersByTimeAsync(29_999);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(attempts).toBe(2);
    await work;
  });

  test('that take too long are timed out, and their signal aborted', async () => {
    let aborted = false;
    const work = runEach(
      [
        'slow',
        { timeoutSeconds: 0.05 },
        (_: number, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              reject(signal.reason);
            });
          }),
      ],
      [1],
    );
    vi.useRealTimers();
    const { results } = await work;
    expect(results).toMatchObject([{ error: { code: 'timed_out' } }]);
    expect(aborted).toBe(true);
  });
});
