import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request to a hostile server, and what it can do about it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Parameters of the query. */
  readonly query: URLSearchParams;
  /** First and last byte that are requested; null for the whole object. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** How many requests for this came before it, without HEADs. */
  readonly nth: number;
  readonly socket: Socket;
  /** What an honest server has there. */
  readonly honest: Buffer;
  /** Sends bytes as they are; resolves once there is room for more, rejects when the client has left. */
  send(bytes: string | Uint8Array): Promise<void>;
  /** Sends a head with status 200 and a body. */
  answer(
    head: Readonly<Record<string, string | number>>,
    body?: string | Uint8Array,
    status?: string,
  ): Promise<void>;
  /** Sends for as long as the client stays. */
  forEver(bytes: string | Uint8Array, everyMs?: number): Promise<void>;
  /** Resolves once the client has left. */
  left(): Promise<void>;
}

/** Answers a request in its own way; the connection is closed after it unless it says `keep`. */
export type Act = (exchange: Exchange) => Promise<unknown>;

/** What a hostile server does with a request; undefined where it answers as the honest one behind it. */
export type Acts = (method: string, path: string, query: URLSearchParams) => Act | undefined;

/** A running hostile server. */
export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** Bytes that it has handed to connections since it was started, by the first part of the path. */
  sent(name: string): number;
  /** Requests that it has got, by the first part of the path. */
  requests(name: string): number;
}

/**
 * Starts a server that speaks through bare sockets, so that it can break every rule of HTTP, before an honest one: what
 * `acts` knows nothing about is answered by that. Requests of one connection are answered in their order.
 */
export async function startHostileServer(honest: string, acts: Acts): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const sent = new Map<string, number>();
  const requests = new Map<string, number>();
  const counts = new Map<string, number>();
  const bodies = new Map<string, Promise<Buffer>>();

  const body = (path: string): Promise<Buffer> => {
    const known = bodies.get(path) ?? fetchBytes(honest + path);
    bodies.set(path, known);
    return known;
  };

  async function respond(socket: Socket, head: string): Promise<unknown> {
    const [line = ''] = head.split('\r\n');
    const [method = '', target = ''] = line.split(' ');
    const [path = '', search = ''] = target.split('?');
    const name = path.split('/')[1] ?? '';
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const query = new URLSearchParams(search);
    const bucketless = path.replace(/^\/[^/]+/, '/data.binance.vision');
    const act = acts(method, path, query);
    const send = (bytes: string | Uint8Array): Promise<void> => {
      sent.set(name, (sent.get(name) ?? 0) + bytes.length);
      return written(socket, bytes);
    };
    if (act === undefined)
      return forward(`${honest}${bucketless}${search === '' ? '' : `?${search}`}`, head, method, send);
    const isHead = method === 'HEAD';
    const nth = counts.get(path) ?? 0;
    if (!isHead) counts.set(path, nth + 1);
    const exchange: Exchange = {
      method,
      path,
      query,
      range: rangeOf(head),
      nth,
      socket,
      honest: search === '' ? await body(bucketless) : Buffer.alloc(0),
      send,
      answer: (headers, content = '', status = '200 OK') => {
        const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}\r\n`);
        const first = Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`, 'latin1');
        return send(Buffer.concat([first, isHead ? Buffer.alloc(0) : Buffer.from(content)]));
      },
      async forEver(bytes, everyMs = 0) {
        for (;;) {
          await send(bytes);
          if (everyMs > 0) await sleep(everyMs);
        }
      },
      left: async () => {
        if (!socket.destroyed) await once(socket, 'close');
      },
    };
    return act(exchange);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    let turn: Promise<void> = Promise.resolve();
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end);
        text = text.slice(end + 4);
        turn = turn.then(async () => {
          if (socket.destroyed) return;
          const next = await respond(socket, head).catch(() => undefined);
          if (next !== 'keep') socket.end();
        });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sent: (name) => sent.get(name) ?? 0,
    requests: (name) => requests.get(name) ?? 0,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Writes to a socket; resolves once there is room for more. */
async function written(socket: Socket, bytes: string | Uint8Array): Promise<void> {
  if (socket.destroyed) throw new Error('the client has left');
  if (socket.write(bytes)) return;
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  if (socket.destroyed) throw new Error('the client has left');
}

async function forward(
  address: string,
  head: string,
  method: string,
  send: (bytes: Uint8Array) => Promise<void>,
): Promise<'keep'> {
  const range = /^range: *(.+)$/im.exec(head)?.[1];
  const answer = await fetch(address, { method, ...(range === undefined ? {} : { headers: { range } }) });
  const body = Buffer.from(await answer.arrayBuffer());
  const kept = ['etag', 'last-modified', 'content-range', 'content-type', 'accept-ranges'];
  const headers = kept.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [`${name}: ${value}\r\n`];
  });
  const length = answer.headers.get('content-length') ?? String(body.length);
  const first = `HTTP/1.1 ${answer.status} ${answer.statusText}\r\ncontent-length: ${length}\r\n${headers.join('')}\r\n`;
  await send(Buffer.concat([Buffer.from(first), method === 'HEAD' ? Buffer.alloc(0) : body]));
  return 'keep';
}

async function fetchBytes(address: string): Promise<Buffer> {
  const answer = await fetch(address);
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : Buffer.alloc(0);
}

function rangeOf(head: string): Exchange['range'] {
  const [, from, to] = /^range: *bytes=(\d+)-(\d+)/im.exec(head) ?? [];
  return from === undefined || to === undefined ? null : { from: Number(from), to: Number(to) };
}
