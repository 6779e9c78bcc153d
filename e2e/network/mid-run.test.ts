import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { httpProxy, makeAuthority, type ProxyManners, tlsFront } from '@tapehaul/testkit/network';
import { ArchiveCollectionWorkflow, type WorkflowEvent } from '@tapehaul/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';

const open = new AsyncDisposableStack();
let folder = '';
let source = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mid-run-'));
  open.defer(() => rm(folder, { recursive: true }));
  const simulator = open.use(await startSimulator({ source: syntheticSource({ maxRows: 24 }) }));
  source = simulator.port;
});
afterAll(() => open.disposeAsync());

/** Twelve files of a source, all fetched in a folder of their own. */
async function configFor(endpoint: string, engine: CollectionConfig['engine']): Promise<CollectionConfig> {
  return parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    date_range: { start: '2025-07-01', end: '2025-07-12' },
    source: { endpoint },
    output_directory: await mkdtemp(join(folder, `${engine}-`)),
    max_parallel_downloads: 2,
    engine,
    timeout_seconds: 10,
    durability: 'none',
  });
}

const ENGINES = ['s3', 's5cmd', 'auto'] as const;

/** Runs a collection; `onFile` is called for each file that came. */
async function ran(
  config: CollectionConfig,
  variables: Readonly<Record<string, string>>,
  { onFile, again }: { readonly onFile?: () => void; readonly again?: string } = {},
) {
  const { PATH, HOME, S5CMD_PATH } = process.env;
  const files: string[] = [];
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind !== 'file') return;
    files.push(event.status);
    if (event.status === 'downloaded') onFile?.();
  };
  const origins = new Map([['source.endpoint', 'file']] as const);
  const env = { PATH, HOME, S5CMD_PATH, ...variables };
  const workflow = new ArchiveCollectionWorkflow(config, { env, onEvent, origins });
  const result = await (again === undefined ? workflow.execute() : workflow.resume(again, { failed: true }));
  return { result, files };
}

const authorityFor = async (names: string) => makeAuthority(await mkdtemp(join(folder, 'ca-')), names);

const OBJECTS = /\.zip(\.CHECKSUM)?$/;

test.each(
  ENGINES.flatMap((engine) => [
    [engine, 407, 'proxy_refused'] as const,
    [engine, 403, 'access_denied'] as const,
  ]),
)(
  'with %s, a proxy that answers %i for objects alone ends the run with one message, and retry gets the files',
  async (engine, status, code) => {
    const manners: ProxyManners = {
      refusals: [],
      passed: 0,
      refuses: (url) => (OBJECTS.test(url) ? status : undefined),
    };
    const { port } = open.use(await httpProxy(manners, { http: source, https: source }));
    const address = `http://127.0.0.1:${port}`;
    const config = await configFor('http://archive.test', engine);
    const { result, files } = await ran(config, { HTTP_PROXY: address });
    expect(result).toMatchObject({ status: 'failed', exit_code: 1, error: { code } });
    const { message = '', hint = '', facts = {} } = result.error ?? {};
    expect(message).toContain('source.endpoint is http://archive.test (from the configuration file)');
    expect(message.split(address)).toHaveLength(2);
    expect(message).toContain(String(status));
    expect(message).not.toContain('BTCUSDT');
    expect(`${message} ${hint}`).toContain(
      status === 407 ? 'user name and a password' : 'operator of the proxy',
    );
    expect(`${message} ${hint}`).toContain('HTTP_PROXY');
    expect(facts).toMatchObject({ setting: 'source.endpoint', status, proxy: address });
    // What may be the answer for one file fails two files at most before the third decides.
    expect(files.length).toBeLessThan(status === 407 ? 1 : 3);

    manners.refuses = undefined;
    const next = await ran(config, { HTTP_PROXY: address }, { again: result.run_id });
    expect(next.result).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(next.files).toEqual(Array.from({ length: 12 }, () => 'downloaded'));
  },
);

test.each(['s5cmd', 'auto'] as const)(
  'with %s, a proxy that refuses tunnels from some file on ends the run with one message',
  async (engine) => {
    const authority = await authorityFor('DNS:archive.test');
    const front = open.use(await tlsFront(authority, source));
    const manners: ProxyManners = { refusals: [], passed: 0 };
    const { port } = open.use(await httpProxy(manners, { http: source, https: front.port }));
    const address = `http://127.0.0.1:${port}`;
    const config = await configFor('https://archive.test', engine);
    const refuse = (): void => {
      manners.refuses = () => 403;
      front.disconnect();
    };
    const variables = { HTTPS_PROXY: address, SSL_CERT_FILE: authority.file };
    const { result, files } = await ran(config, variables, { onFile: refuse });
    expect(result).toMatchObject({ status: 'failed', exit_code: 1, failures: [] });
    expect(result.error).toMatchObject({ code: 'proxy_refused', facts: { status: 403 } });
    expect(result.error?.message).toContain(`the proxy ${address} refuses to connect to archive.test`);
    expect(new Set(files)).toEqual(new Set(['downloaded']));
  },
);

test.each(['s3', 's5cmd'] as const)(
  'with %s, a certificate that changes ends the run with one message',
  async (engine) => {
    const authority = await authorityFor('IP:0.0.0.0');
    const stranger = await authorityFor('IP:0.0.0.0');
    const front = open.use(await tlsFront(authority, source));
    const config = await configFor(`https://0.0.0.0:${front.port}`, engine);
    const change = (): void => {
      front.setCertificate(stranger);
      front.disconnect();
    };
    const { result, files } = await ran(config, { SSL_CERT_FILE: authority.file }, { onFile: change });
    expect(result).toMatchObject({ status: 'failed', exit_code: 1, failures: [] });
    expect(result.error?.code).toBe('tls_untrusted');
    expect(result.error?.message).toMatch(
      /^the source https:\/\/0\.0\.0\.0:\d+\/data\.binance\.vision cannot be used/,
    );
    expect(new Set(files)).toEqual(new Set(['downloaded']));
  },
);
