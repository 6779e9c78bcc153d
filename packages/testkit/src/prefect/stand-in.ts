import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { startServer, type TestServer } from '../network/servers.ts';

/**
 * How a request is misbehaved to: a status in place of the answer, no answer at all, a closed connection,
 * a page for people, or an answer without an end.
 */
export type Misbehaviour = number | 'silence' | 'close' | 'html' | 'endless';

/** A request as it came. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** A state as the stand-in keeps it. */
export interface KeptState {
  readonly type: string;
  readonly name: string;
  readonly message: string | null;
}

/** A loopback server that answers as the API of Prefect does, as far as a report needs it, and misbehaves on demand. */
export interface StandIn extends AsyncDisposable {
  readonly apiUrl: string;
  readonly server: TestServer;
  /** All requests, also those that were misbehaved to. */
  readonly seen: Seen[];
  /** States of the flow run, in order. */
  readonly states: KeptState[];
  /** Bodies of events, log lines and artifacts that were accepted. */
  readonly events: Readonly<Record<string, unknown>>[];
  readonly logs: Readonly<Record<string, unknown>>[];
  readonly artifacts: Readonly<Record<string, unknown>>[];
  /** Decides how a request is misbehaved to; undefined answers it well. */
  misbehave: (seen: Seen) => Misbehaviour | undefined;
}

function* spaces(): Generator<string> {
  for (;;) yield ' '.repeat(100_000);
}

const ID = '01234567-89ab-4cde-8f01-23456789abcd';

/** Starts such a server. A flow run is there already where `former` says in which state. */
export async function startStandIn(former?: KeptState): Promise<StandIn> {
  const standIn = {
    seen: [],
    events: [],
    logs: [],
    artifacts: [],
    states: former === undefined ? [] : [former],
  };
  const kept: Omit<StandIn, 'server' | 'apiUrl' | typeof Symbol.asyncDispose> = {
    ...standIn,
    misbehave: () => undefined,
  };
  const answer = ({ method, path, body }: Seen): readonly [status: number, body: unknown] => {
    const flowRun = { id: ID, state: kept.states.at(-1) ?? null };
    if (path === '/api/flows/') return [201, { id: ID }];
    if (path === '/api/flow_runs/') {
      if (kept.states.length > 0) return [200, flowRun];
      const { state } = body as { state: KeptState };
      kept.states.push(state);
      return [201, { id: ID, state }];
    }
    if (path === `/api/flow_runs/${ID}` && method === 'GET') return [200, flowRun];
    if (path === `/api/flow_runs/${ID}/set_state`) {
      kept.states.push((body as { state: KeptState }).state);
      return [201, { status: 'ACCEPT' }];
    }
    const lists: Readonly<Record<string, Readonly<Record<string, unknown>>[]>> = {
      '/api/events': kept.events,
      '/api/logs/': kept.logs,
    };
    if (path in lists) lists[path]?.push(...(body as Readonly<Record<string, unknown>>[]));
    else if (path === '/api/artifacts/') kept.artifacts.push(body as Readonly<Record<string, unknown>>);
    else return [404, { detail: 'Not Found' }];
    return [201, null];
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request;
    const content = await text(request);
    const body: unknown = content === '' ? undefined : JSON.parse(content);
    const seen = { method, path, authorization: headers.authorization, body };
    kept.seen.push(seen);
    const wrong = kept.misbehave(seen);
    if (wrong === 'close') request.socket.destroy();
    if (wrong === 'close' || wrong === 'silence') return;
    if (wrong === 'endless') return void Readable.from(spaces()).pipe(response);
    if (wrong === 'html') return void response.end('<html>Welcome</html>');
    const [status, answered] = wrong === undefined ? answer(seen) : [wrong, { detail: 'refused' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
  };
  const server = await startServer(createServer((request, response) => void handle(request, response)));
  return Object.assign(kept, {
    server,
    apiUrl: `http://127.0.0.1:${server.port}/api`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  });
}
