import { expect, test } from 'vitest';
import { queueError } from './queue-error.ts';

const URL_OF_QUEUE = 'postgres://ann:hunter22@db.example:6000/records';

test('a right that is not granted is named with its schema', () => {
  const cause = Object.assign(new Error('permission denied for schema tapehaul_queue'), { code: '42501' });
  const error = queueError(URL_OF_QUEUE, cause);
  expect(error).toMatchObject({
    code: 'engine_unavailable',
    message: expect.stringContaining('db.example:6000/records'),
  });
  expect(error.hint).toContain('Grant the user the rights on the schema tapehaul_queue');
});

test('a server without a connection left is not to be started', () => {
  const cause = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
  expect(queueError(URL_OF_QUEUE, cause).hint).toContain('raise its max_connections');
});

test('a server that refuses connections is to be started, and no password is shown', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const error = queueError(URL_OF_QUEUE, new AggregateError([refused]));
  expect(error.message).toContain('connect ECONNREFUSED');
  expect(error.hint).toContain('Start this PostgreSQL');
  expect(`${error.message}${error.hint}`).not.toContain('hunter22');
});
