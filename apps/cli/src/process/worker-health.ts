import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import type { StartedWorker } from '@tapehaul/workflow/fleet';
import type { ListenAddress } from '../options/option-values.ts';

/** Answers requests about the health of a worker. */
export interface HealthServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly address: string;
  close(): void;
}

/** What is read of a worker to answer. */
export type HealthSource = Pick<StartedWorker, 'isLive' | 'needs'>;

/** How long a client may take to send its request, in milliseconds. */
const REQUEST_WITHIN = 5_000;

/**
 * Answers two requests about a worker. `/livez`: 200 while it requests batches or shows that it lives, else 503, and it is to be started anew.
 * `/readyz`: 200 while the database answers with the tables that this tapehaul knows and files can be written, else 503 with the reasons.
 * Requests at the same time share one check, so that many of them take no connections to the database from the batches. Rejects with a
 * TapehaulError `config_invalid` where it cannot listen.
 */
export async function answerHealth(
  worker: HealthSource,
  { host, port }: ListenAddress,
  requestWithin = REQUEST_WITHIN,
): Promise<HealthServer> {
  let check: ReturnType<HealthSource['needs']> | undefined;
  const needs: HealthSource['needs'] = () => {
    check ??= worker.needs().finally(() => {
      check = undefined;
    });
    return check;
  };
  const limits = {
    headersTimeout: requestWithin,
    requestTimeout: requestWithin,
    connectionsCheckingInterval: requestWithin / 5,
  };
  const server = createServer(limits, (request, response) => {
    void healthOf(worker.isLive, needs, request.url ?? '').then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(body)}\n`);
    });
  });
  server.listen(port, host === '' ? undefined : host);
  try {
    await once(server, 'listening');
  } catch (thrown) {
    const message = `--listen ${host}:${port} cannot be used: ${asTapehaulError(thrown).message}`;
    throw new TapehaulError('config_invalid', message, { hint: 'Choose another address or port.' });
  }
  // It keeps no process alive that has nothing else to do.
  server.unref();
  return { address: addressOf(server), close: () => server.close() };
}

function addressOf(server: Server): string {
  const found = server.address();
  if (found === null || typeof found === 'string') return String(found);
  const { address, family, port } = found;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

interface Health {
  readonly status: 200 | 404 | 503;
  readonly body: object;
}

async function healthOf(isLive: boolean, needs: HealthSource['needs'], url: string): Promise<Health> {
  if (url === '/livez') return { status: isLive ? 200 : 503, body: { live: isLive } };
  if (url !== '/readyz') return { status: 404, body: { error: 'not_found' } };
  const { database, staging } = await needs();
  const isReady = database === null && staging === null;
  return {
    status: isReady ? 200 : 503,
    body: { ready: isReady, database: database?.message ?? 'ok', staging: staging?.message ?? 'ok' },
  };
}
