import { expect, test } from 'vitest';
import { asTapehaulError, TapehaulError } from '../src/index.ts';

/** As clients of HTTP throw it where the other side ends a connection, and where a signal does. */
const abortError = (): Error => Object.assign(new Error('Proxy response (407)'), { name: 'AbortError' });

test('only what our own signal stopped is cancelled', () => {
  const stopped = AbortSignal.abort(new TapehaulError('timed_out', 'not here after 5 s'));
  expect(asTapehaulError(abortError(), AbortSignal.abort())).toMatchObject({ code: 'cancelled' });
  expect(asTapehaulError(abortError(), stopped)).toMatchObject({ code: 'timed_out' });
  expect(asTapehaulError(abortError(), new AbortController().signal)).toMatchObject({
    code: 'connection_failed',
    retry: 'later',
  });
  expect(asTapehaulError(abortError())).toMatchObject({ code: 'connection_failed' });
});

test('the reason of a signal that Node passes on is kept', async () => {
  const reason = new TapehaulError('cancelled', 'stopped by SIGTERM');
  const { setTimeout: sleep } = await import('node:timers/promises');
  const thrown = await sleep(1_000, undefined, { signal: AbortSignal.abort(reason) }).catch((error) => error);
  expect(asTapehaulError(thrown)).toBe(reason);
});
