import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aborted,
  asTapehaulError,
  CODES,
  CodedError,
  type ErrorCode,
  exitStatusOf,
  exitStatusOfError,
  LONGEST_TIMER,
  nearest,
  redacted,
  stoppedBy,
  TapehaulError,
  timerTime,
} from '../src/index.ts';

const codes = Object.keys(CODES) as ErrorCode[];
const retry = fc.oneof(
  fc.constantFrom('never' as const, 'later' as const),
  fc.record({ afterMs: fc.nat(100_000) }),
);

describe('exit statuses', () => {
  test.each(codes)('%s ends a command with a status that scripts know', (code) => {
    expect([1, 2, 5, 6, 7, 130]).toContain(exitStatusOf(code));
  });

  test('an error about single files is temporary exactly when another try can help', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), retry, (code, again) => {
        const isOfFiles = CODES[code].exit === 3;
        const expected = isOfFiles ? (again === 'never' ? 1 : 5) : CODES[code].exit;
        expect(exitStatusOf(code, again)).toBe(expected);
        expect(new TapehaulError(code, 'x', { retry: again }).exitCode).toBe(expected);
      }),
    );
  });

  test.each([5, 130, 143])('a stop says which signal stopped it: %i', (status) => {
    const facts = { exit_status: status };
    expect(exitStatusOfError({ code: 'cancelled', retry: 'never', facts })).toBe(status);
    expect(exitStatusOfError({ code: 'internal', retry: 'never', facts })).toBe(1);
  });

  test('a stop whose fact is no status of a stop is an ordinary one', () => {
    for (const exit_status of [0, 1, 256, '143', null]) {
      expect(exitStatusOfError({ code: 'cancelled', retry: 'never', facts: { exit_status } })).toBe(130);
    }
  });
});

describe('an error', () => {
  test('as JSON has what was said of it, and leaves out what was not', () => {
    expect(JSON.parse(JSON.stringify(new TapehaulError('not_found', 'no such object')))).toEqual({
      code: 'not_found',
      message: 'no such object',
      retry: 'never',
    });
    const problems = [{ path: 'markets[0]', message: 'is "spott"', suggestion: 'spot' }];
    const full = new TapehaulError('throttled', 'wait', {
      hint: 'Wait.',
      retry: { afterMs: 7_000 },
      facts: { status: 429 },
      problems,
    });
    expect(JSON.parse(JSON.stringify(full))).toEqual({
      code: 'throttled',
      message: 'wait',
      hint: 'Wait.',
      retry: { afterMs: 7_000 },
      facts: { status: 429 },
      problems,
    });
  });

  test('can be made again from its JSON, with nothing lost', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.string(),
        fc.string(),
        retry,
        (code, message, hint, again) => {
          const record = new TapehaulError(code, message, { hint, retry: again }).toJSON();
          const { message: text, ...options } = record;
          expect(new TapehaulError(code, text, options).toJSON()).toEqual(record);
        },
      ),
    );
  });

  test('in other words keeps its code, its retry and its facts, and what caused it', () => {
    const cause = new Error('socket');
    const error = new TapehaulError('connection_failed', 'a', { cause, hint: 'b', facts: { host: 'h' } });
    const other = error.withMessage('c', { facts: { key: 'k' } });
    expect(other.toJSON()).toEqual({
      code: 'connection_failed',
      message: 'c',
      hint: 'b',
      retry: 'later',
      facts: { host: 'h', key: 'k' },
    });
    expect(other.cause).toBe(cause);
    expect(new TapehaulError('internal', 'a').withMessage('b').cause).toMatchObject({ message: 'a' });
  });

  test('of another domain has its own code, and may be retried unless it says otherwise', () => {
    const error = new CodedError('seat_taken', 'seat 4 is taken');
    expect(error).toMatchObject({ code: 'seat_taken', retry: 'later', name: 'CodedError' });
    expect(error).toBeInstanceOf(Error);
    expect(new CodedError('seat_taken', 'x', { retry: 'never' }).retry).toBe('never');
  });
});

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

  test('by a real file system is told apart from a missing server', async () => {
    const missing = await readFile('/nowhere/at/all').catch(asTapehaulError);
    expect(missing).toMatchObject({ code: 'file_failed', retry: 'never', exitCode: 7 });
    const folder = await readFile(tmpdir()).catch(asTapehaulError);
    expect(folder).toMatchObject({ code: 'target_blocked', exitCode: 7 });
  });

  test('is kept where it is one of ours, and is the cause of an internal error otherwise', () => {
    const ours = new TapehaulError('stalled', 'x');
    expect(asTapehaulError(ours)).toBe(ours);
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
  test('is told by the reason of the signal where that is one of ours', async () => {
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
