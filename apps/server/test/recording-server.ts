import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfig } from '@tapehaul/config';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Profile } from '../src/access/profiles.ts';
import { config } from './service.ts';

/** A request that reached the server. */
interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

let server: Server;
/** Address of a server of the test that records every request. */
export let address = '';
/** Requests that have reached it, in their order. */
export let received: Received[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 404 };

/** Has the server answer like that from now on; 404 by default. */
export function answerWith(given: typeof answer): void {
  answer = given;
}

beforeEach(async () => {
  received = [];
  answer = { status: 404 };
  server = createServer(({ method, url, headers }, response) => {
    received.push({ method, url, headers });
    response.writeHead(answer.status, answer.headers).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOPERATOR00000000');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'operator-secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'operator-session');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

/** The request of one day. */
export const day = { start: '2025-07-01', end: '2025-07-01' };
/** Region of the storages of these tests. */
export const region = 'us-east-1';
/** A source that the operator configured. */
export const source = (name: string, endpoint: string): Profile<'source'> => ({
  name,
  settings: { ...parseConfig(config()).source, endpoint },
  credentials: 'anonymous',
  allowPrivate: false,
  ownWays: [],
});
/** A storage that the operator configured: a bucket at the server of the test. */
export const storage = (more: Partial<Profile<'storage'>> = {}): Profile<'storage'> => ({
  name: 'lake',
  settings: { type: 's3', bucket: 'lake', prefix: '', region, endpoint: address },
  credentials: 'chain',
  allowPrivate: false,
  ownWays: [],
  ...more,
});
