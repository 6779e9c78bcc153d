import { expect, test } from 'vitest';
import { createClient, ServiceError } from '../src/index.ts';
import { problem, serviceOf } from './service.ts';

test('a request says who sends it and in which span, and gives what the service answers', async () => {
  await using service = await serviceOf(problem(200, { rows: [] }));
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const client = createClient({ url: service.url, token: 'secret', traceparent });
  const { data, error } = await client.GET('/v1/runs');
  expect({ data, error }).toEqual({ data: { rows: [] }, error: undefined });
  expect(service.requests).toMatchObject([
    { path: '/v1/runs', headers: { authorization: 'Bearer secret', traceparent } },
  ]);
});

test('without a token no header of one is sent', async () => {
  await using service = await serviceOf(problem(200, {}));
  await createClient({ url: service.url }).GET('/v1/runs');
  expect(service.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(service.requests[0]?.headers).not.toHaveProperty('traceparent');
});

test('a problem of the service is given, not thrown', async () => {
  await using service = await serviceOf(problem(404, { code: 'run_not_found', detail: 'no run x' }));
  const { data, error, response } = await createClient({ url: service.url }).GET('/v1/runs/{run}', {
    params: { path: { run: 'x' } },
  });
  expect(data).toBeUndefined();
  expect(error).toMatchObject({ code: 'run_not_found' });
  expect(response.status).toBe(404);
});

test('a service that does not run rejects', async () => {
  const service = await serviceOf(problem(200, {}));
  await service[Symbol.asyncDispose]();
  await expect(createClient({ url: service.url }).GET('/v1/runs')).rejects.toThrow();
});

test('requests are sent by the fetch that is given', async () => {
  const sent: string[] = [];
  const fetch = async (request: Request) => {
    sent.push(request.url);
    return Response.json({ rows: [] });
  };
  await createClient({ url: 'http://service.example', fetch }).GET('/v1/runs');
  expect(sent).toEqual(['http://service.example/v1/runs']);
});

test.each([
  [503, '<html>busy</html>', { code: 'server_error', message: 'the service answered 503', mayPass: true }],
  [429, '{}', { code: 'server_error', mayPass: true }],
  [400, '{"code":"config_invalid","detail":"bad","hint":"Fix it."}', { hint: 'Fix it.', mayPass: false }],
  [500, 'null', { code: 'server_error', mayPass: true }],
  [403, '', { message: 'the service answered 403', mayPass: false }],
])('an answer %i with %j becomes an error that says what to do', (status, text, expected) => {
  const error = ServiceError.of(status, text);
  expect(error).toMatchObject({ status, ...expected });
  expect(error.hint).not.toBe('');
});

test('no answer at all is a connection that failed, which may pass', () => {
  expect(new ServiceError(undefined, 'cannot be reached')).toMatchObject({
    status: undefined,
    code: 'connection_failed',
    mayPass: true,
  });
});
