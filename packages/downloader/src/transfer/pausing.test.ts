import { TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import { pausing } from './pausing.ts';

const SIGNAL = new AbortController().signal;

/** The errors of some transfers that all fail with that, and how often a pause began. */
async function failing(error: TapehaulError, transfers: number) {
  let pauses = 0;
  const fetcher = { name: 's3', get: () => Promise.reject(error) };
  const paused = pausing(fetcher, { after: 2, atMostSeconds: 0.001 }, () => {
    pauses += 1;
  });
  for (let index = 0; index < transfers; index++) {
    await expect(paused.get({ key: `${index}`, path: '' }, SIGNAL, true)).rejects.toThrow();
  }
  return pauses;
}

test('a source that does not answer is waited for', async () => {
  expect(await failing(new TapehaulError('proxy_refused', '502'), 4)).toBeGreaterThan(0);
});

test('what no wait can help is not waited for, such as a proxy that requires a password', async () => {
  expect(await failing(new TapehaulError('proxy_refused', '407', { retry: 'never' }), 4)).toBe(0);
  expect(await failing(new TapehaulError('connection_failed', 'no TLS', { retry: 'never' }), 4)).toBe(0);
});
