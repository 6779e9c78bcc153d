import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { metrics, trace } from '@opentelemetry/api';
import { startTelemetry } from '@tapehaul/telemetry';
import {
  type Authority,
  httpProxy,
  makeAuthority,
  type ProxyManners,
  startServer,
} from '@tapehaul/testkit/network';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

const open = new AsyncDisposableStack();
let folder = '';
let authority: Authority;
const files = { cert: '', key: '' };
/** Ports of receivers that require a client's certificate, by protocol. */
const ports = new Map<string, number>();
/** What has arrived at them: the paths of requests. */
const arrived: string[] = [];
let manners: ProxyManners;
let proxy = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spans-'));
  open.defer(() => rm(folder, { recursive: true }));
  authority = await makeAuthority(folder, 'DNS:archive.test,IP:127.0.0.1');
  const { key, cert } = authority;
  files.cert = join(folder, 'client.pem');
  files.key = join(folder, 'client.key');
  await Promise.all([writeFile(files.cert, cert), writeFile(files.key, key)]);
  const ca = [await readFile(authority.file)];
  const overHttp = await startServer(
    createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }, (request, answer) => {
      arrived.push(request.url ?? '');
      request.resume().on('end', () => answer.writeHead(200).end());
    }),
  );
  open.use(overHttp);
  for (const protocol of ['http/protobuf', 'http/json']) ports.set(protocol, overHttp.port);
  const overGrpc = new Server();
  const bytes = (value: Buffer): Buffer => value;
  const method = {
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  } as const;
  for (const signal of ['trace.v1.Trace', 'metrics.v1.Metrics']) {
    const path = `/opentelemetry.proto.collector.${signal}Service/Export`;
    const answer = (_: unknown, done: (error: null, answer: Buffer) => void): void => {
      arrived.push(path);
      done(null, Buffer.alloc(0));
    };
    overGrpc.addService({ Export: { ...method, path } }, { Export: answer });
  }
  const pair = { private_key: key, cert_chain: cert };
  const credentials = ServerCredentials.createSsl(ca[0] ?? null, [pair], true);
  const port = await new Promise<number>((resolve, reject) => {
    overGrpc.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  ports.set('grpc', port);
  open.defer(() => overGrpc.forceShutdown());
});
afterAll(() => open.disposeAsync());

const NAMES = /^OTEL_|_proxy$|^SSL_CERT_|^NODE_EXTRA_CA|^AWS_CA/i;

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (NAMES.test(name)) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const name of ['grpc_proxy', 'no_grpc_proxy']) delete process.env[name];
});

/** Sends one span in an environment, and gives whether it arrived. */
async function sent(protocol: string, endpoint: string, variables: Readonly<Record<string, string>>) {
  const all = {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: files.cert,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: files.key,
    ...variables,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  const telemetry = await startTelemetry({});
  trace.getTracer('test').startSpan('one').end();
  await telemetry.shutdown();
  return { ...telemetry.figures(), warnings: telemetry.warnings };
}

/** A proxy before the receiver of a protocol, with a user and a password. */
async function proxied(protocol: string): Promise<void> {
  manners = { refusals: [], passed: 0, login: 'me:p@ss' };
  const https = ports.get(protocol) ?? 0;
  const server = await httpProxy(manners, { http: 0, https });
  open.use(server);
  proxy = server.port;
}

const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'];

test.each(PROTOCOLS)(
  'spans over %s take the proxy, without a scheme, and both kinds of authorities',
  async (protocol) => {
    await proxied(protocol);
    const HTTPS_PROXY = `me:p%40ss@127.0.0.1:${proxy}`;
    for (const variable of ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'SSL_CERT_FILE']) {
      vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', undefined);
      const figures = await sent(protocol, 'https://archive.test', {
        HTTPS_PROXY,
        [variable]: authority.file,
      });
      expect(figures).toMatchObject({ sent: 1, dropped: 0, warnings: [] });
    }
    expect(manners.passed).toBe(2);
  },
);

test.each(PROTOCOLS)('spans over %s reach a receiver on this machine without the proxy', async (protocol) => {
  await proxied(protocol);
  const endpoint = `https://127.0.0.1:${ports.get(protocol)}`;
  const variables = { https_proxy: `http://127.0.0.1:${proxy}`, SSL_CERT_FILE: authority.file };
  expect(await sent(protocol, endpoint, variables)).toMatchObject({ sent: 1, dropped: 0 });
  expect(manners.passed).toBe(0);
});

test('a proxy that gRPC cannot use is warned of by name, and nothing is sent past it', async () => {
  const figures = await sent('grpc', 'https://archive.test', { ALL_PROXY: 'socks5h://127.0.0.1:9' });
  expect(figures).toMatchObject({ made: 0, sent: 0 });
  expect(figures.warnings).toEqual([
    expect.stringMatching(/nothing is traced: ALL_PROXY is socks5h:\/\/127\.0\.0\.1:9, .*http\/protobuf/),
  ]);
});

test.each(PROTOCOLS)('metrics over %s take the proxy and both kinds of authorities', async (protocol) => {
  await proxied(protocol);
  for (const variable of ['OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE', 'SSL_CERT_FILE']) {
    vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE', undefined);
    const variables = {
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://archive.test',
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: files.cert,
      OTEL_EXPORTER_OTLP_CLIENT_KEY: files.key,
      HTTPS_PROXY: `me:p%40ss@127.0.0.1:${proxy}`,
      [variable]: authority.file,
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    arrived.length = 0;
    const telemetry = await startTelemetry({});
    metrics.getMeter('test').createCounter('files').add(1);
    await telemetry.shutdown();
    expect(telemetry.warnings).toEqual([]);
    expect(arrived).toEqual([expect.stringMatching(/v1[./]metrics|metrics\.v1/)]);
  }
  expect(manners.passed).toBe(2);
});
