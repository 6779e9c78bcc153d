import { expect, test } from 'vitest';
import { s3Engine } from '../src/index.ts';
import { type Connection, SIGNAL, serverOf, small } from './own-server.ts';

/** Answers the first request as S3 does for an object that is missing, with the key that the server names. */
function refuse({ waiting, socket }: Connection, names = (key: string) => `<Key>${key}</Key>`): void {
  const key = waiting.shift()?.replace('/b/', '') ?? '';
  const body = `<Error><Code>NoSuchKey</Code>${names(key)}</Error>`;
  socket.write(`HTTP/1.1 404 Not Found\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
}

test('an object that is there is not taken for missing where the server answers for another', async () => {
  let lost = false;
  await using server = await serverOf((connection) => {
    const { waiting, answer } = connection;
    if (waiting.length === 2 && !lost) {
      lost = true;
      waiting.shift();
    }
    if (!lost && waiting[0] === '/b/there') return;
    if (waiting[0] === '/b/missing') refuse(connection);
    else answer();
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const ended = await Promise.allSettled(['there', 'missing'].map((key) => engine.get(small(key), SIGNAL)));
  expect(lost).toBe(true);
  expect(ended).toMatchObject([
    { status: 'fulfilled', value: { content: Buffer.from('/b/there') } },
    { status: 'rejected', reason: { code: 'not_found' } },
  ]);
  await engine.close();
});

test.each([
  ['once where the server names it', 1, undefined],
  ['once more, alone, where the server names none', 2, () => ''],
] as const)('a missing object is requested %s', async (_, times, names) => {
  let requests = 0;
  await using server = await serverOf((connection) => {
    requests += 1;
    refuse(connection, names);
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  await expect(engine.get(small('missing'), SIGNAL)).rejects.toMatchObject({ code: 'not_found' });
  expect(requests).toBe(times);
  await engine.close();
});
