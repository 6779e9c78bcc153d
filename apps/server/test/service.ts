import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
  syntheticSource,
} from '@tapehaul/archive-simulator';
import { afterEach, beforeEach } from 'vitest';
import { createServer, type ServerOptions } from '../src/server.ts';

/** Folder of one test, its archive and the address of its service. */
export let data = '';
export let simulator: Simulator;
/** The part of a configuration that names that archive. */
export let env: Record<string, string> = {};
export let url = '';
let close = async (): Promise<void> => {};

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tapehaul-server-'));
});
afterEach(async () => {
  await close();
  close = async () => {};
  await simulator?.close();
  env = {};
  await rm(data, { recursive: true, force: true });
});

/** Starts the archive. */
export async function serveArchive(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 50 }), ...options });
  env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
}

/** Starts the service, on a free port by default. */
export async function serve(options: Partial<ServerOptions> = {}, port = 0): Promise<void> {
  const server = await createServer({ data, env, onError: console.error, ...options });
  url = await server.listen({ host: '127.0.0.1', port });
  close = () => server.close();
}

/** Stops the service, before the end of the test. */
export async function stop(): Promise<void> {
  await close();
  close = async () => {};
}

/** A configuration of fifteen files. */
export const config = (more: object = {}) => ({
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
  source: { endpoint: simulator.url },
  output_directory: 'btc',
  task_retry_delay_seconds: 0,
  retry_attempts: 0,
  ...more,
});

/** An answer: its status and its JSON. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
}

/** Starts a run and gives its id. */
export async function startRun(more: object = {}): Promise<string> {
  return (await call('POST', '/v1/runs', { config: config(more) })).body.run_id;
}

/** Follows a run: its events as they come. */
export function follow(run: string, after?: number) {
  return events(`/v1/runs/${run}/events`, after === undefined ? {} : { 'last-event-id': String(after) });
}

/** The events of a stream as they come. */
export async function* events(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(path, url), { headers });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const of = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      yield { id: Number(of('id')), event: of('event') ?? '', data: JSON.parse(of('data') ?? 'null') };
    }
  }
}

/** Waits until a run has ended, and gives the last event. */
export async function ended(run: string) {
  let last: { event: string; data: { state?: string } } | undefined;
  for await (const event of follow(run)) last = event;
  return last;
}
