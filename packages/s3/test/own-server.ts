import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A signal that never aborts. */
export const SIGNAL = new AbortController().signal;

/** What a connection has received that is not answered, and how to answer the first of it. */
export interface Connection {
  readonly waiting: string[];
  /** Answers the first request with its own path. */
  answer(): void;
  readonly socket: Socket;
}

/** A server that a test controls: it receives each request that comes on a connection. */
export async function serverOf(onRequest: (connection: Connection) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const waiting: string[] = [];
    const answer = (): void => {
      const path = waiting.shift() ?? '';
      if (socket.destroyed) return;
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${path.length}\r\netag: "e"\r\n\r\n${path}`);
    };
    let text = '';
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const [, path = ''] = /^GET (\S+)/.exec(text) ?? [];
        text = text.slice(end + 4);
        waiting.push(path);
        onRequest({ waiting, answer, socket });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    options: { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r', timeoutSeconds: 1 },
    get connections() {
      return sockets.length;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** A small object that is proved, so that it may share a connection. */
export const small = (key: string) => ({
  key,
  path: `/nowhere/${key}`,
  size: 4,
  inMemoryUpTo: 1_000,
  proved: true,
});
