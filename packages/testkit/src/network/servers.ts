import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, request as send } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Authority } from './authority.ts';

/** The ports on loopback that the servers of a name stand at: what `archive.test` means to a proxy. */
export interface LoopbackPorts {
  readonly http: number;
  readonly https: number;
}

/** A server of a test, and how to count what came. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** Closes every connection that is open. */
  disconnect(): void;
}

export async function startServer(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    disconnect() {
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Passes bytes between two connections until either ends. */
export function joinSockets(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

/** TLS in front of a server that has none; its certificate can be changed. */
export async function tlsFront(
  { key, cert }: Authority,
  port: number,
): Promise<TestServer & { setCertificate(other: Authority): void }> {
  const server = createTlsServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (socket) => {
    joinSockets(socket, connect(port, '127.0.0.1'));
  });
  const front = await startServer(server);
  return {
    ...front,
    setCertificate: (other) => server.setSecureContext({ key: other.key, cert: other.cert }),
  };
}

/** What a proxy for HTTP does. */
export interface ProxyManners {
  /** Answers that come before any tunnel, first to last; then all is well. */
  refusals: number[];
  /** The answer to requests for some URLs, once it has one: undefined where it lets them through. */
  refuses?: ((url: string) => number | undefined) | undefined;
  /** `user:password` that it requires. */
  login?: string | undefined;
  /** Tunnels and requests that it has let through. */
  passed: number;
}

/** A proxy for HTTP: CONNECT only to the port for https, as most have it, and requests with an absolute URL. */
export function httpProxy(
  manners: ProxyManners,
  places: LoopbackPorts,
  authority?: Authority,
): Promise<TestServer> {
  const refusal = (login: string | undefined, url = ''): number | undefined => {
    const own = manners.refuses?.(url);
    if (own !== undefined) return own;
    const wanted = manners.login && `Basic ${Buffer.from(manners.login).toString('base64')}`;
    if (wanted !== undefined && login !== wanted) return 407;
    const [first] = manners.refusals;
    if (first === undefined) return undefined;
    // The last one of a list that ends in 0 stays for good.
    if (manners.refusals[1] !== 0) manners.refusals.shift();
    return first;
  };
  const onRequest: RequestListener = (request, answer) => {
    const status = refusal(request.headers['proxy-authorization'], request.url);
    if (status !== undefined) {
      answer.writeHead(status, { 'content-length': 0 }).end();
      return;
    }
    manners.passed += 1;
    const { pathname, search, host } = new URL(request.url ?? '');
    const options = { port: places.http, path: pathname + search, method: request.method ?? 'GET' };
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const sent = send({ host: '127.0.0.1', ...options, headers: { ...headers, host } }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    sent.on('error', () => answer.destroy());
    request.pipe(sent);
  };
  const server =
    authority === undefined
      ? createHttpServer(onRequest)
      : createHttpsServer({ key: authority.key, cert: authority.cert }, onRequest);
  server.on('connect', (request, socket: Socket) => {
    socket.on('error', () => {});
    const status =
      refusal(request.headers['proxy-authorization'], request.url) ??
      (/:443$/.test(request.url ?? '') ? undefined : 403);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} ${WORDS[status] ?? ''}\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    manners.passed += 1;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    joinSockets(socket, connect(places.https, '127.0.0.1'));
  });
  return startServer(server);
}

const WORDS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
