import { once } from 'node:events';
import { type Agent, createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkOf } from '../src/index.ts';

const server = createServer((_, response) => response.end('here'));
let port = 0;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** Requests a page with a dispatcher and with an agent, and gives what came, or the code of the error. */
async function both(host: string, allowAddress: (ip: string) => boolean): Promise<[string, string]> {
  const network = networkOf({}).guardedBy(allowAddress);
  const origin = `http://${host}:${port}`;
  const codeOf = (error: { readonly code: string }): string => error.code;
  const limits = { connections: 1, connectMs: 5_000, idleMs: 5_000 };
  const byDispatcher = async (): Promise<string> => {
    const dispatcher = (await network.dispatcher(origin, limits)) as Dispatcher;
    try {
      const { body } = await dispatcher.request({ origin, path: '/', method: 'GET' });
      return await body.text();
    } finally {
      await dispatcher.destroy();
    }
  };
  const byAgent = async (): Promise<string> => {
    const agents = await network.agents(origin, { sockets: 1, connectMs: 5_000 });
    const httpAgent = agents.httpAgent as Agent;
    try {
      const [answer]: IncomingMessage[] = await once(get(origin, { agent: httpAgent }), 'response');
      return String(await answer?.setEncoding('utf8').toArray());
    } finally {
      httpAgent.destroy();
    }
  };
  return [await byDispatcher().catch(codeOf), await byAgent().catch(codeOf)];
}

test.each(['127.0.0.1', 'localhost'])(
  '%s is connected to only where its address is allowed',
  async (host) => {
    expect(await both(host, () => true)).toEqual(['here', 'here']);
    expect(await both(host, (ip) => !ip.startsWith('127.') && ip !== '::1')).toEqual([
      'address_refused',
      'address_refused',
    ]);
  },
);
