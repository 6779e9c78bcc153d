import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../access/http-refusal.ts';

/** How many connections there may be. */
export interface ConnectionLimitOptions {
  /** Connections at once, in all. */
  readonly connections: number;
  /** Requests that are answered at once; fewer than connections, so that there is always room for a probe. */
  readonly served: number;
  /** Concurrent requests of one sender (a token, else an address), so that no sender uses all of them. */
  readonly share: number;
  /** Routes that are answered also beyond that. */
  readonly probes: ReadonlySet<string>;
}

/**
 * Limits connections without shutting any sender out: the newest one is always accepted. Where there are too many, the one is closed
 * that has waited longest without a whole request, whether idle, half-sent, or slow to read its answer.
 */
export function limitConnections(server: FastifyInstance, options: ConnectionLimitOptions): void {
  const connections = new Connections(server.server, options.connections);
  server.addHook('preHandler', async ({ raw, routeOptions, tokenName, ip }) => {
    const isProbe = options.probes.has(routeOptions.url ?? '');
    const sender = tokenName === '' ? `address ${ip}` : `token ${tokenName}`;
    if (!isProbe && connections.servedOf(sender) >= options.share) {
      throw new HttpRefusal(
        429,
        'too_many_requests',
        `${options.share} requests of the ${sender} are being answered`,
        'Wait until one of them is answered; those that follow events count.',
      );
    }
    if (connections.served >= options.served && !isProbe) {
      throw new HttpRefusal(
        503,
        'too_busy',
        'too many requests are being answered',
        'Try again in a moment.',
      );
    }
    connections.serve(raw.socket, sender);
  });
  // An answer that is ready is read at the pace of its reader, for whom no other request waits.
  server.addHook('onSend', async ({ raw }) => connections.rest(raw.socket));
  server.addHook('onResponse', async ({ raw }) => connections.rest(raw.socket));
}

/** The connections of a server: those whose request is being answered, and those that wait for something. */
class Connections {
  /** In the order in which they began to wait. */
  readonly #waiting = new Set<Socket>();
  /** With their senders. */
  readonly #served = new Map<Socket, string>();
  readonly #bySender = new Map<string, number>();

  constructor(server: Server, most: number) {
    server.on('connection', (socket: Socket) => {
      this.#waiting.add(socket);
      socket.once('close', () => {
        this.#waiting.delete(socket);
        this.#end(socket);
      });
      const [oldest] = this.#waiting;
      if (this.#waiting.size + this.#served.size > most) oldest?.destroy();
    });
  }

  /** Requests that are being answered. */
  get served(): number {
    return this.#served.size;
  }

  /** Requests of a sender that are being answered. */
  servedOf(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  serve(socket: Socket, sender: string): void {
    if (!this.#waiting.delete(socket)) return;
    this.#served.set(socket, sender);
    this.#bySender.set(sender, this.servedOf(sender) + 1);
  }

  rest(socket: Socket): void {
    this.#end(socket);
    this.#waiting.delete(socket);
    if (!socket.destroyed) this.#waiting.add(socket);
  }

  #end(socket: Socket): void {
    const sender = this.#served.get(socket);
    if (sender === undefined) return;
    this.#served.delete(socket);
    const left = this.servedOf(sender) - 1;
    if (left > 0) this.#bySender.set(sender, left);
    else this.#bySender.delete(sender);
  }
}
