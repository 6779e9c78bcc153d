import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordEvents } from '../../test/recorded-events.ts';
import { flow, task } from '../index.ts';

const later = () => new TapehaulError('server_error', 'later');
const never = () => new TapehaulError('not_found', 'never');

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

  test('reports its parameters, its tags and what it and its tasks log', async () => {
    const { events, listeners } = recordEvents();
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
    const { states, listeners } = recordEvents();
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
});
