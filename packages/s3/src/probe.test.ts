import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { SIGNAL } from '../test/own-server.ts';
import { probeSource } from './probe.ts';

/** Asks a server of that manner whether it is the source. */
async function probed(style: 'path' | 'none', answer: RequestListener) {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await probeSource({
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'b',
      region: 'r',
      style,
      key: 'data/k.zip',
      timeoutSeconds: 5,
      signal: SIGNAL,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each(['path', 'none'] as const)('a server that is too busy may be the source (%s)', async (style) => {
  for (const status of [429, 500, 503]) {
    await expect(probed(style, (_, response) => response.writeHead(status).end())).resolves.toMatchObject({
      lists: false,
    });
  }
});

test('an error document without an end is not waited for', async () => {
  const page = Buffer.alloc(10_000, 'x');
  const endless: RequestListener = (_, response) => {
    response.writeHead(403);
    const more = (): void => {
      while (!response.destroyed && response.write(page));
    };
    response.on('drain', more);
    more();
  };
  await expect(probed('path', endless)).rejects.toMatchObject({ code: 'access_denied' });
});
