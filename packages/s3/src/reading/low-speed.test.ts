import { expect, test } from 'vitest';
import type { BodySink, ObjectReader } from '../answers/object-reader.ts';
import { aboveLowSpeed } from './low-speed.ts';

const HEAD = { length: null, etag: null, lastModified: null, part: null, shared: false };
const SIGNAL = new AbortController().signal;

/** Time that only advances when the test says so, in milliseconds. */
function clock() {
  let now = 0;
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { now: () => now, pass };
}

/** A reader whose body comes as the function says. */
const readerOf = (body: (sink: BodySink) => Promise<void>): ObjectReader => ({
  shortAtOnce: 1,
  read: (_key, _options, sink) => body(sink),
  close: async () => {},
});
const LIMIT = { bytesPerSecond: 10, seconds: 5 };

test.each([
  [1, 'too_slow'],
  [9, 'too_slow'],
  [10, undefined],
  [1_000, undefined],
])('%i bytes a second, where ten are the limit', async (bytes, code) => {
  const time = clock();
  const slow = readerOf(async (sink) => {
    sink.start(HEAD);
    for (let second = 0; second < 20; second++) {
      time.pass(1_000);
      await sink.data(Buffer.alloc(bytes));
    }
  });
  const reading = aboveLowSpeed(slow, LIMIT, time.now).read(
    'k',
    {},
    { start() {}, data: () => 'more' },
    SIGNAL,
  );
  if (code === undefined) await reading;
  else await expect(reading).rejects.toMatchObject({ code, retry: 'later', facts: { limit: 10 } });
});

test('the wait before the answer, and the time in which this side reads no further, do not count', async () => {
  const time = clock();
  const held = readerOf(async (sink) => {
    time.pass(60_000);
    sink.start(HEAD);
    for (let chunk = 0; chunk < 10; chunk++) {
      time.pass(100);
      const taken = sink.data(Buffer.alloc(2));
      time.pass(60_000);
      await taken;
    }
  });
  const sink: BodySink = { start() {}, data: () => Promise.resolve() };
  await aboveLowSpeed(held, LIMIT, time.now).read('k', {}, sink, SIGNAL);
});

test('a limit of 0 lets any speed pass', () => {
  const reader = readerOf(async () => {});
  expect(aboveLowSpeed(reader, { bytesPerSecond: 0, seconds: 5 })).toBe(reader);
});
