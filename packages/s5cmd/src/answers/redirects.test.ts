import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkOf } from '@tapehaul/network';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realS5cmd } from '../../test/real-s5cmd.ts';
import { s5cmdEngine } from '../index.ts';

let open = new AsyncDisposableStack();
let directory = '';
beforeEach(async () => {
  open = new AsyncDisposableStack();
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-redirects-'));
  open.defer(() => rm(directory, { recursive: true, force: true }));
});
afterEach(() => open.disposeAsync());

/** The address of a server; 0.0.0.0 is this machine and yet no loopback address, for which Go has rules of its own. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await once(server.listen(0, '0.0.0.0'), 'listening');
  open.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://0.0.0.0:${(server.address() as AddressInfo).port}`;
}

/** Fetches one object with the real s5cmd. */
async function fetched(endpoint: string) {
  const binary = await realS5cmd();
  const engine = s5cmdEngine({ endpoint, bucket: 'b', region: 'r', binary, network: networkOf({}) });
  try {
    const path = join(directory, 'k.zip');
    return await engine.get({ key: 'data/k.zip', path }, new AbortController().signal);
  } finally {
    await engine.close();
  }
}

const withBody: RequestListener = (asked, answer) => {
  answer.writeHead(200, { 'content-length': 5, etag: '"e"' }).end(asked.method === 'HEAD' ? '' : 'hello');
};

test('s5cmd reaches its source, and no other host that the source redirects to', async () => {
  expect(await fetched(await serve(withBody))).toMatchObject({ bytes: 5 });
  const reached: (string | undefined)[] = [];
  const other = await serve((asked, answer) => {
    reached.push(asked.url);
    withBody(asked, answer);
  });
  const source = await serve((_, answer) =>
    answer.writeHead(302, { location: `${other}/else?token=t` }).end(),
  );
  await expect(fetched(source)).rejects.toMatchObject({
    code: 'request_refused',
    message: `data/k.zip: the server redirects requests to ${other}, which is not followed`,
  });
  expect(reached).toEqual([]);
});

test('a redirect within the source is followed, one without end is refused', async () => {
  const moved: RequestListener = (asked, answer) => {
    if (asked.url?.includes('/new/')) withBody(asked, answer);
    else answer.writeHead(302, { location: '/new/k.zip' }).end();
  };
  expect(await fetched(await serve(moved))).toMatchObject({ bytes: 5 });
  const endless = await serve((asked, answer) => answer.writeHead(307, { location: asked.url }).end());
  await expect(fetched(endless)).rejects.toMatchObject({
    code: 'request_refused',
    message: 'data/k.zip: the server redirects requests without end, which is not followed',
  });
});
