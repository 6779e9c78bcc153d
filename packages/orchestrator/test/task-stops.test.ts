import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exponential, flow, task } from '../src/index.ts';
import { runEach } from './run-each.ts';

const later = () => new TapehaulError('server_error', 'later');

describe('tasks', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  test('stop on request: none starts any more, those that wait are Cancelled', async () => {
    const stop = new AbortController();
    const started: number[] = [];
    const work = runEach(
      [
        'work',
        { retries: 1, retryDelaySeconds: 60 },
        async (n: number, { signal }) => {
          started.push(n);
          if (n === 1) throw later();
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        },
      ],
      [1, 2, 3],
      { signal: stop.signal },
    );
    await vi.advanceTimersByTimeAsync(10);
    stop.abort(new TapehaulError('cancelled', 'enough'));
    const { states, run } = await work;
    expect(started).toEqual([1, 2]);
    expect(states('1').at(-1)).toBe('Cancelled');
    expect(states('2').at(-1)).toBe('Cancelled');
    expect(run.state).toBe('Cancelled');
  });

  test('that come back while the source is being read are not forgotten', async () => {
    const gate = Promise.withResolvers<void>();
    async function* inputs() {
      yield 'bad';
      await gate.promise;
      yield 'late';
    }
    const order: string[] = [];
    const results: string[] = [];
    const work = flow('work', {}, async (_: undefined, context) => {
      const one = task('one', { retries: 1, retryDelaySeconds: 1 }, async (name: string, { attempt }) => {
        order.push(name);
        if (name === 'bad' && attempt === 1) throw later();
        return name;
      });
      await context.each(one, inputs(), { concurrency: 1 }, ({ output = '' }) => results.push(output));
    });
    const done = work(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual(['bad', 'bad']);
    gate.resolve();
    expect(await done).toMatchObject({ state: 'Completed' });
    expect(results).toEqual(['bad', 'late']);
  });

  test('stop, and are waited for, when a listener throws; the error is the listener’s', async () => {
    const broken = new TapehaulError('catalog_failed', 'broken');
    let running = 0;
    const work = flow('work', {}, async (_: undefined, context) => {
      const one = task('one', { retries: 5, retryDelaySeconds: 1 }, async (n: number, { signal }) => {
        running += 1;
        if (n > 1) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        running -= 1;
        if (n > 1) throw later();
      });
      await context.each(one, [1, 2, 3], { concurrency: 3 }, () => {});
    });
    const run = await work(undefined, {
      listeners: [
        (event) => {
          if (event.kind === 'task' && event.state === 'Completed') throw broken;
        },
      ],
    });
    expect(run).toMatchObject({ state: 'Failed', error: { code: 'catalog_failed' } });
    expect(running).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('end the run when the listener of their end throws', async () => {
    const full = new TapehaulError('disk_full', 'full');
    const work = flow('work', {}, async (_: undefined, context) => {
      const one = task('one', {}, async (n: number) => n);
      await context.each(one, [1, 2, 3], { concurrency: 1 }, () => {
        throw full;
      });
    });
    expect(await work(undefined)).toMatchObject({ state: 'Failed', error: { code: 'disk_full' } });
  });
});

describe('times that are longer than a timer can be', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  const THIRTY_DAYS = 30 * 24 * 3_600;

  test('are waited for, and do not end at once', async () => {
    const calls: string[] = [];
    const limited = new TapehaulError('throttled', 'in a month', { retry: { afterMs: THIRTY_DAYS * 1_000 } });
    const one = task('one', { retries: 3, timeoutSeconds: THIRTY_DAYS }, async () => {
      calls.push('task');
      await new Promise((resolve) => setTimeout(resolve, 10));
      throw limited;
    });
    const whole = flow('whole', { timeoutSeconds: THIRTY_DAYS }, (_: undefined, { map }) => map(one, [1]));
    const patient = flow('patient', { retries: 3, retryDelaySeconds: THIRTY_DAYS }, async () => {
      calls.push('flow');
      throw later();
    });
    const runs = [whole.start(undefined), patient.start(undefined)];
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(calls).toEqual(['flow', 'task']);
    for (const run of runs) run.cancel();
    for (const { result } of runs) expect(await result).toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('exponential delays', () => {
  test('double, stay below their limit and keep within their jitter', () => {
    const delay = exponential(2, { maxSeconds: 10, jitter: 0.5 });
    for (const [attempt, most] of [2, 4, 8, 10, 10].entries()) {
      const seconds = delay(attempt + 1);
      expect(seconds).toBeLessThanOrEqual(most);
      expect(seconds).toBeGreaterThanOrEqual(most / 2);
    }
  });
});
