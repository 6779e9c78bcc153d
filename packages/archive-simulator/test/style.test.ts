import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type SimulatorOptions, startSimulator, syntheticSource } from '../src/index.ts';

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';
const BUCKET = 'data.binance.vision';
const LISTING = '?list-type=2&prefix=data/&delimiter=/';

/** The status and the text of an answer to a request with a host of its own, which `fetch` does not send. */
async function answerOf(
  style: SimulatorOptions['style'] & string,
  path: string,
  host: string | undefined,
): Promise<{ status: number; body: string }> {
  const source = syntheticSource({ maxRows: 5 });
  await using simulator = await startSimulator({ source, style });
  const headers = host === undefined ? {} : { host };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${simulator.url}${path}`, { headers, agent: false }, resolve).on('error', reject).end();
  const response = await promise;
  return { status: response.statusCode ?? 0, body: await text(response) };
}

describe.each([
  ['path', `/${BUCKET}`, undefined],
  ['host', '', `${BUCKET}.s3.example`],
] as const)('a bucket that is named in the %s', (style, before, host) => {
  test('has its objects', async () => {
    expect((await answerOf(style, `${before}/${KEY}`, host)).status).toBe(200);
    expect((await answerOf(style, `${before}/data/nothing`, host)).body).toContain('<Code>NoSuchKey</Code>');
  });

  test('lists', async () => {
    const { status, body } = await answerOf(style, `${before}/${LISTING}`, host);
    expect([status, body]).toEqual([200, expect.stringContaining('<Prefix>data/spot/</Prefix>')]);
  });

  test('says where it lies', async () => {
    const { body } = await answerOf(style, `${before}/?location`, host);
    expect(body).toContain('>ap-northeast-1</LocationConstraint>');
  });
});

test.each([
  ['another host', 'data.example.s3.example'],
  ['a host that only begins like it', `${BUCKET}2.s3.example`],
  ['the bare endpoint', undefined],
])('%s is no bucket where the host names it', async (_, host) => {
  const { status, body } = await answerOf('host', `/${KEY}`, host);
  expect([status, body]).toEqual([404, expect.stringContaining('<Code>NoSuchBucket</Code>')]);
});

describe('a plain mirror', () => {
  test('has its objects from the root on, whatever its host is', async () => {
    expect((await answerOf('none', `/${KEY}`, 'mirror.example')).status).toBe(200);
    expect((await answerOf('none', `/${BUCKET}/${KEY}`, undefined)).status).toBe(404);
  });

  test.each(['/', `/${LISTING}`, '/?location'])('lists nothing at %s', async (path) => {
    const { status, body } = await answerOf('none', path, undefined);
    expect([status, body]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code>')]);
  });
});
