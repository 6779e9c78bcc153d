import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A service that gives these answers, one a request, the last for all later ones; and what it was sent. */
export async function serviceOf(...answers: readonly [Answer, ...Answer[]]) {
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? answers[0];
    requests.push({ path: request.url ?? '', headers: request.headers });
    answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Sends a text of events in pieces as given, and then ends or breaks the connection off. */
export const streamOf =
  (pieces: readonly (string | Uint8Array)[], end: 'ends' | 'breaks' = 'ends'): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    }
    if (end === 'ends') response.end();
    else response.destroy();
  };

/** Answers with a problem. */
export const problem =
  (status: number, body: object | string): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** One event as the service writes it. */
export const event = (id: number | undefined, name: string, data: object = {}): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
