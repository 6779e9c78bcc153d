import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { batchRef } from '@tapehaul/fleet';
import { joinSockets, makeAuthority } from '@tapehaul/testkit/network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTemporal, type TemporalTls } from '../src/index.ts';
import { SeenBatches } from './seen-batches.ts';
import { temporalServer } from './temporal-server.ts';

const temporal = temporalServer();
const NAME = 'temporal.test';

let folder = '';
let front: Server;
let address = '';
let tls: TemporalTls & Required<Pick<TemporalTls, 'ca'>>;
/** Names of the clients that the front has let in. */
const clients: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-temporal-tls-'));
  const { file, key, cert } = await makeAuthority(folder, `DNS:${NAME}`);
  const ca = await readFile(file);
  tls = { ca, certificate: cert, key, serverName: NAME };
  const encrypted = { key, cert, ca, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] };
  front = createServer(encrypted, (socket: TLSSocket) => {
    clients.push(String(socket.getPeerCertificate().subject.CN));
    const [host = '', port = ''] = temporal.server.address.split(':');
    joinSockets(socket, connect(Number(port), host));
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const listening = front.address();
  address = `127.0.0.1:${typeof listening === 'object' ? listening?.port : ''}`;
});
afterAll(async () => {
  front.close();
  await rm(folder, { recursive: true, force: true });
});

test('an engine and its worker prove who they are, over an encrypted connection', async () => {
  const { taskQueue } = temporal.place();
  const engine = await openTemporal({ address, taskQueue, tls, beatMs: 500 });
  const seen = new SeenBatches();
  engine.serve(1, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  await engine.offer([batchRef('encrypted', 1)]);
  await seen.reaches(1);
  await engine.close();
  // One connection of the engine, one of its worker.
  expect(clients.length).toBeGreaterThanOrEqual(2);
  expect(new Set(clients)).toEqual(new Set(['archive.test']));
});

test('a client without a certificate, or of a server that it does not trust, is refused', async () => {
  const { ca } = tls;
  const clients = [{ tls: { ca, serverName: NAME } }, { tls: true }, {}, { apiKey: 'secret' }];
  const refused = expect.objectContaining({ code: 'engine_unavailable' });
  const opened = await Promise.allSettled(clients.map((client) => openTemporal({ address, ...client })));
  expect(opened).toEqual(clients.map(() => ({ status: 'rejected', reason: refused })));
});
