import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError, flow, noRetry, type OrchestratorEvent, task } from '../src/index.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const errno = (code: string): Error => Object.assign(new Error(code), { code });

/** Runs a task, or a body, that throws this twice and then succeeds, with two retries. */
async function retried(what: 'task' | 'flow', thrown: unknown) {
  let attempts = 0;
  const body = async (): Promise<string> => {
    attempts += 1;
    if (attempts <= 2) throw thrown;
    return 'here';
  };
  const options = { retries: 2, retryDelaySeconds: 1 };
  const inTask = flow('run', {}, (_: undefined, { call }) => call(task('work', options, body), undefined));
  const run = what === 'task' ? inTask(undefined) : flow('run', options, body)(undefined);
  await vi.runAllTimersAsync();
  const { state, error } = await run;
  return { state, attempts, code: error?.code, retry: error?.retry };
}

describe.each(['task', 'flow'] as const)('a %s with retries', (what) => {
  test.each<[string, unknown]>([
    ['an ordinary error', new Error('HTTP 503')],
    ['a TypeError', new TypeError('x is not a function')],
    ['what is no error', 'a word'],
    ['a missing file', errno('ENOENT')],
    ['a full disk', errno('ENOSPC')],
    ['a refused connection', errno('ECONNREFUSED')],
    ['an error of another domain', new CodedError('payment_pending', 'not yet')],
  ])('makes a further attempt after %s', async (_, thrown) => {
    expect(await retried(what, thrown)).toMatchObject({ attempts: 3 });
    expect((await retried(what, thrown)).state).toBe('Completed');
  });

  test.each<[string, unknown, string]>([
    ['noRetry of an ordinary error', noRetry(new Error('no such account')), 'internal'],
    [
      'an error whose retry is never',
      new CodedError('card_refused', 'no', { retry: 'never' }),
      'card_refused',
    ],
    ['noRetry of an error with a code', noRetry(new CodedError('card_refused', 'no')), 'card_refused'],
  ])('makes none after %s', async (_, thrown, code) => {
    expect(await retried(what, thrown)).toEqual({ state: 'Failed', attempts: 1, code, retry: 'never' });
  });
});

test('an error that uses up its retries keeps its message, its code and its cause', async () => {
  const thrown = new Error('HTTP 503');
  const work = task('work', { retries: 1 }, async () => Promise.reject(thrown));
  const run = flow('run', {}, (_: undefined, { map }) => map(work, [1]))(undefined);
  await vi.runAllTimersAsync();
  const [result] = (await run).output ?? [];
  expect(result).toMatchObject({ state: 'Failed', attempts: 2 });
  expect(result?.error).toMatchObject({
    code: 'internal',
    message: 'HTTP 503',
    retry: 'later',
    cause: thrown,
  });
});

test('noRetry keeps what an error says, and loses its retry alone', () => {
  const error = new CodedError('card_refused', 'no', { hint: 'Use another card.', facts: { card: 'x' } });
  expect(noRetry(error).toJSON()).toEqual({ ...error.toJSON(), retry: 'never' });
  const marked = noRetry(error);
  expect(noRetry(marked)).toBe(marked);
});

test('an error with a code of another domain is recorded by it, without its secrets', async () => {
  const events: OrchestratorEvent[] = [];
  const refused = new CodedError('card_refused', 'https://user:secret@bank.example says no', {
    retry: 'never',
  });
  const pay = task('pay', { retries: 3 }, async () => Promise.reject(refused));
  await flow('shop', {}, (_: undefined, { map }) => map(pay, [1]))(undefined, {
    listeners: [(event) => void events.push(event)],
  });
  const last = events.find((event) => event.kind === 'task' && event.state === 'Failed');
  expect(last).toMatchObject({ error: { code: 'card_refused' } });
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('a run can be cancelled with an error of another domain', async () => {
  const run = flow('waits', {}, (_: undefined, { signal }) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }).start(undefined);
  await vi.advanceTimersByTimeAsync(1);
  run.cancel(new CodedError('shop_closed', 'closed at six'));
  expect(await run.result).toMatchObject({ state: 'Cancelled', error: { code: 'shop_closed' } });
});

test('what a listener throws is not retried: the event it lost stays lost', async () => {
  let attempts = 0;
  const work = task('work', { retries: 3 }, async () => 1);
  const body = flow('run', { retries: 3 }, (_: undefined, { map }) => {
    attempts += 1;
    return map(work, [1]);
  });
  const run = body(undefined, {
    listeners: [
      (event) => {
        if (event.kind === 'task' && event.state === 'Completed')
          throw new Error('the disk of the record is full');
      },
    ],
  });
  await vi.runAllTimersAsync();
  expect(await run).toMatchObject({ state: 'Failed', error: { message: 'the disk of the record is full' } });
  expect(attempts).toBe(1);
});
