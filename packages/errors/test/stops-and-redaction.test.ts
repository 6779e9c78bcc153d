import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aborted,
  asTapehaulError,
  LONGEST_TIMER,
  nearest,
  redacted,
  stoppedBy,
  TapehaulError,
  timerTime,
} from '../src/index.ts';

describe('what was thrown', () => {
  test.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EROFS', 'disk_failed'],
    ['EIO', 'disk_failed'],
    ['EISDIR', 'target_blocked'],
    ['ENOTDIR', 'target_blocked'],
    ['ENOTEMPTY', 'target_blocked'],
    ['EACCES', 'file_failed'],
    ['EMFILE', 'file_failed'],
    ['ENAMETOOLONG', 'file_failed'],
    ['ECONNRESET', 'connection_failed'],
    ['ENOTFOUND', 'name_not_resolved'],
    ['UND_ERR_BODY_TIMEOUT', 'stalled'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_untrusted'],
    ['EPROTO', 'connection_failed'],
    ['ENOSUCHERRNO', 'internal'],
  ])('%s means %s, and its hint says what to do', (errno, code) => {
    const thrown = Object.assign(new Error(`${errno}: it failed`), { code: errno });
    const error = asTapehaulError(thrown);
    expect(error.code).toBe(code);
    if (code !== 'internal') {
      expect(error).toMatchObject({ facts: { errno }, hint: expect.stringMatching(/^[A-Z].*\.$/) });
    }
  });

  test('by a real file system is distinguished from a missing server', async () => {
    const missing = await readFile('/nowhere/at/all').catch(asTapehaulError);
    expect(missing).toMatchObject({ code: 'file_failed', retry: 'never', exitCode: 7 });
    const folder = await readFile(tmpdir()).catch(asTapehaulError);
    expect(folder).toMatchObject({ code: 'target_blocked', exitCode: 7 });
  });

  test('is kept where it is one of ours, and is the cause of an internal error otherwise', () => {
    const ours = new TapehaulError('stalled', 'x');
    expect(asTapehaulError(ours)).toBe(ours);
    expect(asTapehaulError({ toString: '' })).toMatchObject({ code: 'internal', message: '[object Object]' });
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const error = asTapehaulError(thrown);
        expect(error).toBeInstanceOf(TapehaulError);
        expect(error).toMatchObject({ code: 'internal' });
        if (thrown !== undefined) expect(error.cause).toBe(thrown);
      }),
    );
  });

  test('in a chain of causes is read from the cause, as fetch throws it', () => {
    const cause = Object.assign(new Error('connect'), {
      code: 'ECONNREFUSED',
      address: '10.0.0.1',
      port: 80,
    });
    expect(asTapehaulError(new TypeError('fetch failed', { cause }))).toMatchObject({
      code: 'connection_failed',
      message: expect.stringContaining('10.0.0.1:80'),
      facts: { errno: 'ECONNREFUSED', address: '10.0.0.1:80' },
    });
  });
});

describe('a stop', () => {
  test('is the reason of the signal where that is one of ours', async () => {
    const reason = new TapehaulError('cancelled', 'stopped by SIGTERM', { facts: { exit_status: 143 } });
    expect(stoppedBy(AbortSignal.abort(reason))).toBe(reason);
    expect(stoppedBy(AbortSignal.abort('why')).cause).toBe('why');
    await expect(aborted(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('rejects those who wait for it, and only then', async () => {
    const stop = new AbortController();
    const waiting = aborted(stop.signal);
    const first = await Promise.race([waiting.catch(() => 'stopped'), Promise.resolve('waits')]);
    expect(first).toBe('waits');
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled', exitCode: 130 });
  });
});

test('no timer waits longer than Node can', () => {
  expect(timerTime(1_000)).toBe(1_000);
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true }), (time) => {
      expect(timerTime(time)).toBeLessThanOrEqual(LONGEST_TIMER);
      expect(timerTime(time)).toBeLessThanOrEqual(time);
    }),
  );
});

test('redacting twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(redacted(redacted(text))).toBe(redacted(text));
    }),
  );
});

test('the nearest name is one of the candidates, and a name itself where it is one', () => {
  const name = fc.stringMatching(/^[a-z]{3,12}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), name, (candidates, written) => {
      const found = nearest(written, candidates);
      if (found !== undefined) expect(candidates).toContain(found);
      for (const candidate of candidates) expect(nearest(candidate, candidates)).toBe(candidate);
    }),
  );
  expect(nearest('a'.repeat(201), ['a'.repeat(201)])).toBeUndefined();
});
