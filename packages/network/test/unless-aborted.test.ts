import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { unlessAborted } from '../src/connect/open-socket.ts';

const never = new Promise<never>(() => {});

test('work that hangs is given up when the signal aborts, before or later', async () => {
  const reason = new Error('why');
  await expect(unlessAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
  const stop = new AbortController();
  const waiting = unlessAborted(never, stop.signal);
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test('nothing is left on the signal, however the work ends', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(unlessAborted(Promise.reject(new Error('2')), signal)).rejects.toThrow('2');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
