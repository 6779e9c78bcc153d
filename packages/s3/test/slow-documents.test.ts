import { expect, test } from 'vitest';
import { beginningOf, DOCUMENT_LIMIT, DOCUMENT_MS } from '../src/answers/bound-errors.ts';
import { RefusalBody } from '../src/answers/refusal-body.ts';
import { SIGNAL } from './own-server.ts';

/** A clock that advances by a second each time that it is read. */
function seconds(): () => number {
  let now = 0;
  return () => {
    now += 1_000;
    return now;
  };
}

/** A body of one byte after the other, without an end, and how it was left. */
function endless(chunk: Uint8Array) {
  const left = Promise.withResolvers<number>();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    try {
      while (!SIGNAL.aborted) {
        sent += chunk.length;
        yield chunk;
      }
    } finally {
      left.resolve(sent);
    }
  }
  return { body: bytes(), left: left.promise };
}

test('an error document of which a byte comes now and then is read for some seconds', async () => {
  const { body, left } = endless(Buffer.from('x'));
  const read = await beginningOf(body, seconds());
  expect(read.length).toBe(DOCUMENT_MS / 1_000 + 1);
  expect(await left).toBe(read.length);
});

test('an error document without an end is read up to its limit', async () => {
  const { body } = endless(Buffer.alloc(1_000));
  expect((await beginningOf(body, () => 0)).length).toBe(DOCUMENT_LIMIT);
});

test('a refusal is recognised by its status when its words come too slowly', () => {
  const refusal = new RefusalBody(403, undefined, false, seconds());
  let chunks = 1;
  while (refusal.add(Buffer.from('x'))) chunks += 1;
  expect(chunks).toBe(DOCUMENT_MS / 1_000 + 1);
  expect(refusal.errorOf('key')).toMatchObject({ code: 'access_denied' });
});
