import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { children } from '@tapehaul/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { s5cmdEngine } from '../src/index.ts';
import { realS5cmd } from './real-s5cmd.ts';

const never = new AbortController().signal;
let directory = '';
let engineClose = async (): Promise<void> => {};
let close = async (): Promise<void> => {};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-endless-'));
});
afterEach(async () => {
  await engineClose();
  await close();
  await rm(directory, { recursive: true, force: true });
  expect(children()).toEqual([]);
});

/** A head that takes many reads, as hostile servers send it. */
const LONG_HEAD = `x-long: ${'x'.repeat(60_000)}\r\n`;

/**
 * A server that answers `empty` and `padded` with nothing and no length, the second with a long head, and with what is `late`
 * once those have been requested a thousand times.
 */
async function serve() {
  const sockets = new Set<Socket>();
  const late = Promise.withResolvers<void>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', async (head) => {
      const isPadded = String(head).includes('/padded');
      if (isPadded || String(head).includes('/empty')) {
        requests += 1;
        if (requests === 1_000) late.resolve();
        socket.end(`HTTP/1.0 200 OK\r\netag: "e"\r\n${isPadded ? LONG_HEAD : ''}\r\n`);
        return;
      }
      await late.promise;
      socket.end('HTTP/1.0 200 OK\r\netag: "e"\r\ncontent-length: 4\r\n\r\nlate');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, requests: () => requests };
}

/** Each takes ten seconds. */
const modes = process.env.TAPEHAUL_TRIALS === 'full' ? (['stream', 'batch'] as const) : (['stream'] as const);

// Only there can a process be observed.
test.runIf(process.platform === 'linux').each(modes)(
  'objects that s5cmd requests for ever are given up long before the time-out, and no other is: %s',
  async (mode) => {
    const { endpoint, requests } = await serve();
    const engine = s5cmdEngine({
      endpoint,
      bucket: 'b',
      region: 'us-east-1',
      binary: await realS5cmd(),
      mode,
      workers: 4,
      timeoutSeconds: 300,
    });
    engineClose = () => engine.close();
    const get = (key: string) => engine.get({ key, path: join(directory, key) }, never);
    const others = ['late-1', 'late-2'].map(get);
    const lost = { code: 'stalled', message: expect.stringContaining('again and again') };
    const endless = ['empty', 'padded'].map((key) => expect(get(key)).rejects.toMatchObject(lost));
    await Promise.all(endless);
    expect(requests()).toBeLessThan(200_000);
    expect(await Promise.all(others)).toMatchObject([{ bytes: 4 }, { bytes: 4 }]);
    await engine.close();
    expect((await readdir(directory)).toSorted()).toEqual(['late-1', 'late-2']);
  },
  60_000,
);
