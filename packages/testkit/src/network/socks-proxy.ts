import { connect, createServer, type Socket } from 'node:net';
import { joinSockets, type LoopbackPorts, startServer, type TestServer } from './servers.ts';

/** What a SOCKS5 proxy requires, and what it has seen. */
export interface SocksManners {
  /** User name and password that it requires. */
  readonly login?: readonly [user: string, password: string];
  /** Names and addresses that it was requested. */
  readonly request: string[];
}

/** A SOCKS5 proxy (RFC 1928, 1929) that resolves every name to the servers of a test. */
export function socksProxy(manners: SocksManners, places: LoopbackPorts): Promise<TestServer> {
  return startServer(
    createServer((socket) => void serve(socket, manners, places).catch(() => socket.destroy())),
  );
}

async function serve(socket: Socket, { login, request }: SocksManners, places: LoopbackPorts): Promise<void> {
  const read = reader(socket);
  const [, count = 0] = await read(2);
  await read(count);
  socket.write(Buffer.from([5, login === undefined ? 0 : 2]));
  if (login !== undefined) {
    const [, length = 0] = await read(2);
    const user = (await read(length)).toString();
    const password = (await read((await read(1))[0] ?? 0)).toString();
    const isRight = user === login[0] && password === login[1];
    socket.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) return void socket.end();
  }
  const [, , , kind] = await read(4);
  const host = kind === 3 ? (await read((await read(1))[0] ?? 0)).toString() : (await read(4)).join('.');
  const port = (await read(2)).readUInt16BE();
  request.push(host);
  const upstream = connect(port === 443 ? places.https : port === 80 ? places.http : port, '127.0.0.1');
  socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  socket.removeAllListeners('readable');
  joinSockets(socket, upstream);
}

/** Reads that many bytes of a connection at a time. */
function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    if (count === 0) return Buffer.alloc(0);
    for (;;) {
      const bytes: Buffer | null = socket.read(count);
      if (bytes !== null) return bytes;
      if (socket.destroyed || socket.readableEnded) throw new Error('the client left');
      await new Promise<void>((resolve) => {
        socket.once('readable', resolve);
        socket.once('close', () => resolve());
      });
    }
  };
}
