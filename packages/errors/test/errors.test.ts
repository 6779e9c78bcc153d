import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CODES,
  CodedError,
  type ErrorCode,
  exitStatusOf,
  exitStatusOfError,
  TapehaulError,
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
