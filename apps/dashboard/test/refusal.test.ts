import { ServiceError } from '@tapehaul/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventParser } from '../src/api/live/event-parser.ts';
import { asRefusal, Refusal } from '../src/api/refusal.ts';

const answer = (status: number, retryAfter?: string): Response =>
  new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });

describe('a refusal of an answer', () => {
  test('carries the status, message, code and hint of the problem', () => {
    const problem = { detail: 'The queue is full.', code: 'queue_full', hint: 'Wait for a run to end.' };
    expect(Refusal.ofAnswer(answer(429), JSON.stringify(problem))).toMatchObject({
      status: 429,
      message: 'The queue is full.',
      code: 'queue_full',
      hint: 'Wait for a run to end.',
    });
  });

  test.each(['', '<html>Bad gateway</html>', 'null', '"text"', '7'])(
    'names the status when the body is %j instead of a problem',
    (body) => {
      expect(Refusal.ofAnswer(answer(502), body)).toMatchObject({
        status: 502,
        message: 'the service answered 502',
        code: 'server_error',
      });
    },
  );

  test.each([
    ['7', 7_000],
    ['0', 0],
    ['1.5', 1_500],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads a Retry-After header of %j as a wait of %j ms', (header, waitFor) => {
    expect(Refusal.ofAnswer(answer(503, header), '').waitFor).toBe(waitFor);
  });

  test.each([
    [400, false],
    [401, false],
    [409, false],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
  ])('with status %d: another try may succeed: %j', (status, mayPass) => {
    expect(Refusal.ofAnswer(answer(status), '').mayPass).toBe(mayPass);
  });
});

test('a problem whose parts are no text is shown as JSON, never as an object', () => {
  const problem = { detail: 'no', code: 7, hint: ['x'] };
  expect(Refusal.ofAnswer(answer(400), JSON.stringify(problem))).toMatchObject({
    message: 'no',
    code: '7',
    hint: '["x"]',
  });
});

describe('an error of any kind', () => {
  test('is returned unchanged when it already is a refusal', () => {
    const refusal = Refusal.ofAnswer(answer(503, '2'), '');
    expect(asRefusal(refusal)).toBe(refusal);
  });

  test('keeps what a service error says, without a time to wait', () => {
    const error = new ServiceError(404, 'No such run.', { code: 'run_not_found', hint: 'Check its id.' });
    const refusal = asRefusal(error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      status: 404,
      message: 'No such run.',
      code: 'run_not_found',
      hint: 'Check its id.',
    });
    expect(refusal.waitFor).toBeUndefined();
  });

  test.each([
    [new TypeError('rows is undefined'), 'rows is undefined'],
    ['plain text', 'plain text'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('counts as a fault of the page: %o', (error, message) => {
    expect(asRefusal(error)).toMatchObject({ status: 500, code: 'page_failed', message });
  });

  test('without an answer, has no status and may pass', () => {
    const refusal = Refusal.unreachable();
    expect([refusal.status, refusal.code, refusal.mayPass]).toEqual([undefined, 'connection_failed', true]);
    expect(refusal.hint).toContain('tapehaul-server');
  });
});

describe('the event parser', () => {
  test('returns the value that was sent, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const data = JSON.stringify(value);
        expect(new EventParser().push(`event: run\ndata: ${data}\n\n`)).toEqual([
          { id: undefined, event: 'run', data: JSON.parse(data) },
        ]);
      }),
    );
  });

  test('accepts fields in any order, with or without a space after the colon', () => {
    const parsed = new EventParser().push('data:{"a":"b: c"}\nid:7\nretry: 3000\nevent:run\n\n');
    expect(parsed).toEqual([{ id: '7', event: 'run', data: { a: 'b: c' } }]);
  });

  test('skips blocks without a name or without data', () => {
    expect(new EventParser().push('event: run\n\ndata: 1\n\nid: 4\n\n\n\n: comment\n\n')).toEqual([]);
  });

  test('rejects data that is not JSON', () => {
    expect(() => new EventParser().push('event: run\ndata: {"a":\n\n')).toThrow(SyntaxError);
  });

  test('accepts an unfinished event of 4 MiB and rejects one that is a character longer', () => {
    const parser = new EventParser();
    expect(parser.push('x'.repeat(4 << 20))).toEqual([]);
    expect(() => parser.push('x')).toThrow('has no end');
  });
});
