import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
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
 * Such ports, each another, which no other process gets from this until the present one ends: the program that it is meant for may start late, or
 * be ended and started again. They lie below those that systems give to connections: one of these may be taken by any connection before
 * the program listens.
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
    const port = randomInt(LOWEST, HIGHEST);
    const server = createServer();
    if ((await isFree(server.listen(port, '127.0.0.1'))) && (await claim(port))) return server;
    server.close();
  }
}

/** Claims a port until this process ends, by the UDP port of the same number, which the system takes back from any process that has ended. */
async function claim(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  const isOurs = await isFree(socket);
  if (isOurs) socket.unref();
  else socket.close();
  return isOurs;
}

/** Whether what begins to listen gets its port. Rejects with what else prevents it. */
async function isFree(listening: Server | Socket): Promise<boolean> {
  try {
    await once(listening, 'listening');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
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
