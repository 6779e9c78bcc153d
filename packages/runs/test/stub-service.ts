import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** How a service answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A request that the service was sent. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: string;
}

/** A service that answers as a test says; each test begins without requests. */
export const service = { url: '', answer: undefined as Answer | undefined, asked: [] as Asked[] };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    service.asked.push({ method, path, token: headers.authorization, body });
    service.answer?.(request, response, body);
  });
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  service.asked.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers with data. */
export const json = (value: unknown, status = 200): Answer => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
};

/** Refuses. */
export const problem = (status: number, more: object): Answer =>
  json({ title: 'x', status, ...more }, status);

/** Sends events, and ends the stream. */
export const events = (...blocks: readonly [event: string, data: object, id?: number][]): Answer => {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [event, data, id] of blocks) {
      const number = id === undefined ? '' : `id: ${id}\n`;
      response.write(`${number}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    response.end();
  };
};
