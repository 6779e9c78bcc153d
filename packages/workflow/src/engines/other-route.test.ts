import { once } from 'node:events';
import type { Engine } from '@tapehaul/downloader';
import { expect, test } from 'vitest';
import { otherRouteBy } from './other-route.ts';

/** An engine that gets no answer, and ends a request only when it is stopped. */
const SILENT: Engine = {
  name: 'silent',
  capacity: 1,
  get: async (_, signal) => {
    await once(signal, 'abort');
    throw signal.reason;
  },
  close: async () => {},
};

test('an engine that gets no answer is not waited for as long as a transfer may take', async () => {
  const otherRoute = otherRouteBy([SILENT], 1);
  expect(await otherRoute?.('data/k.zip', new AbortController().signal)).toBe(false);
});
