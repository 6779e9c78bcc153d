import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { config, ended, serve, serveArchive, startRun, url } from './service.ts';

/** An answer as it is sent. */
async function sent(path: string, encodings: string): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const request = get(`${url}${path}`, { headers: { 'accept-encoding': encodings } });
  const [answer]: IncomingMessage[] = await once(request, 'response');
  if (answer === undefined) throw new Error('no answer');
  return { answer, body: Buffer.concat(await answer.toArray()) };
}

test.each([
  ['br', 'br, gzip', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)('JSON is sent with %s to those who accept %s', async (encoding, accepted, unpacked) => {
  await serve();
  const plain = await sent('/openapi.json', 'identity');
  expect(plain.answer.headers['content-encoding']).toBeUndefined();
  const packed = await sent('/openapi.json', accepted);
  expect(packed.answer.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
  expect(packed.body.length).toBeLessThan(plain.body.length / 4);
  expect(JSON.parse(unpacked(packed.body).toString())).toEqual(JSON.parse(plain.body.toString()));
});

test('small answers and events are sent as they are', async () => {
  await serveArchive();
  await serve();
  expect((await sent('/v1/outputs', 'gzip')).answer.headers['content-encoding']).toBeUndefined();
  const run = await startRun(config());
  await ended(run);
  const { answer, body } = await sent(`/v1/runs/${run}/events`, 'gzip');
  expect(answer.headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toContain('event: ');
});
