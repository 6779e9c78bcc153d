import { expect, test } from 'vitest';
import { s3Engine } from '../src/index.ts';
import { SIGNAL, serverOf, small } from './own-server.ts';

test('hints that come before an answer are no answer', async () => {
  await using server = await serverOf(({ answer, socket }) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n');
    answer();
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  expect((await engine.get(small('a'), SIGNAL)).content?.toString()).toBe('/b/a');
  await engine.close();
});

test.each([
  ['408', 'HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n'],
  ['425', 'HTTP/1.1 425 Too Early\r\ncontent-length: 0\r\n\r\n'],
  ['something that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
])('%s may pass', async (_, answer) => {
  await using server = await serverOf(({ socket }) => void socket.end(answer));
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const getting = engine.get({ ...small('a'), proved: false }, SIGNAL);
  await expect(getting).rejects.toMatchObject({ code: 'server_error', retry: 'later' });
  await engine.close();
});
