import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { call, serve, serveArchive, url } from './service.ts';

const COUNT = 1_000;
/** How many come on top of those, which the service then closes for the new ones. */
const MORE = process.env.TAPEHAUL_TRIALS === 'full' ? COUNT : COUNT / 10;
const GET = 'GET /v1/runs HTTP/1.1\r\nHost: localhost\r\n';
const POST =
  'POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{';

let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});

/** Opens connections that send a text and then nothing more. */
async function open(count: number, text: string): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const opened = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.write(text);
    return socket;
  });
  sockets.push(...opened);
  await Promise.all(opened.map((socket) => once(socket, 'connect')));
  return opened;
}

describe('a thousand connections', () => {
  test.each([
    ['that say nothing', ''],
    ['with half a request', GET],
    ['with half a body', POST],
  ])('%s shut no other sender out', async (_, text) => {
    await serveArchive();
    await serve({ rate: 10_000 });
    for (const count of [COUNT, MORE]) {
      await open(count, text);
      const answers = await Promise.all([
        call('GET', '/livez'),
        call('GET', '/readyz'),
        call('GET', '/v1/runs'),
        call('POST', '/v1/config/check', { config: {} }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
  });

  test('that read no answers shut no other sender out', { tags: 'heavy' }, async () => {
    await serve({ rate: 10_000 });
    for (const socket of await open(
      COUNT,
      'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n',
    )) {
      socket.pause();
    }
    for (const path of ['/livez', '/v1/runs', '/docs']) expect((await call('GET', path)).status).toBe(200);
  });
});

test.each([GET, ''])(
  'a request that does not come in time is answered with 408 and let go: %j',
  async (text) => {
    await serve({ headersTime: 200 });
    const [socket] = await open(1, text);
    let answer = '';
    for await (const chunk of socket ?? []) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"request_slow"');
  },
);

test('a connection in use is not let go for one that waits', async () => {
  await serve();
  const [used] = await open(1, GET);
  await open(COUNT / 2, GET);
  used?.write('\r\n');
  let answer = '';
  for await (const chunk of used ?? []) {
    answer += chunk;
    break;
  }
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});
