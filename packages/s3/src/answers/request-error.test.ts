import { expect, test } from 'vitest';
import { requestError } from './request-error.ts';

test.each(['EPROTO', 'EADDRNOTAVAIL', 'ENETDOWN'])(
  '%s is a connection that failed, which may pass',
  (code) => {
    const error = requestError('a', Object.assign(new Error('no way'), { code }));
    expect(error).toMatchObject({ code: 'connection_failed', retry: 'later' });
  },
);

test('a connection that the other side closed is no time-out, whatever the SDK calls it', () => {
  const closed = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', name: 'TimeoutError' });
  expect(requestError('a', closed)).toMatchObject({
    code: 'connection_failed',
    message: 'a: the other side closed the connection (ECONNRESET)',
  });
});

test('a time-out is said in plain words', () => {
  const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  expect(requestError('a', late)).toMatchObject({ code: 'stalled', message: 'a: no answer in time' });
  const sdk = Object.assign(
    new Error('@smithy/node-http-handler - the request socket timed out after 9 ms'),
    {
      name: 'TimeoutError',
    },
  );
  expect(requestError('a', sdk).message).toBe('a: no answer in time');
});

test('where no connection is made, a server without TLS may be the reason', () => {
  const message = 'Connect Timeout Error (attempted address: 10.0.0.1:443, timeout: 10000ms)';
  const error = requestError('a', Object.assign(new Error(message), { code: 'UND_ERR_CONNECT_TIMEOUT' }));
  expect(error).toMatchObject({ code: 'connection_failed', hint: expect.stringContaining('http://') });
});
