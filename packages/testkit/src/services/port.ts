import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { until } from './ready.ts';

/** A TCP port of the loopback address that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no port was free');
  return port;
}

/**
 * Such ports, each another. They lie below those that systems give to connections: one of these may be taken by any connection before
 * the program listens that it is meant for.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listener));
  const ports = servers.map(portOf);
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return ports;
}

const LOWEST = 20_000;
const HIGHEST = 30_000;

/** A server that listens on a port in that range. */
async function listener(): Promise<Server> {
  for (;;) {
    const server = createServer().listen(randomInt(LOWEST, HIGHEST), '127.0.0.1');
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address.port;
}

/**
 * Waits until a server listens on the loopback port. Rejects with the signal's reason once it aborts, so a
 * bound is `AbortSignal.timeout()`.
 */
export async function untilListening(port: number, signal: AbortSignal): Promise<void> {
  await until(() => accepts(port), signal);
}

function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** Waits until a GET of the address answers with a success. Rejects with the signal's reason once it aborts. */
export async function answers(url: string, signal: AbortSignal): Promise<void> {
  await until(async () => {
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok === true ? true : undefined;
  }, signal);
}
