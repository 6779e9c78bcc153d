import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Profile } from '../src/access/profiles.ts';
import { ask, config, data, ended, serve, serveArchive, simulator, startRun, stop } from './service.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A server that notes everything that reaches it. */
let server: Server;
let address = '';
let received: Received[] = [];
/** What it answers. */
let answer: { status: number; headers?: Record<string, string> } = { status: 404 };

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

const day = { start: '2025-07-01', end: '2025-07-01' };
const region = 'us-east-1';
const source = (name: string, endpoint: string): Profile<'source'> => ({
  name,
  place: { ...parseConfig(config()).source, endpoint },
  credentials: 'anonymous',
  allowPrivate: false,
  ownWays: [],
});
const storage = (more: Partial<Profile<'storage'>> = {}): Profile<'storage'> => ({
  name: 'lake',
  place: { type: 's3', bucket: 'lake', prefix: '', region, endpoint: address },
  credentials: 'chain',
  allowPrivate: false,
  ownWays: [],
  ...more,
});

describe('a request does not say where the service connects to', () => {
  const bucket = () => ({ type: 's3', bucket: 'stolen', endpoint: address });
  test.each([
    ['a source', () => ({ source: { endpoint: address } }), ['source.endpoint']],
    ['a source to list', () => ({ source: { endpoint: address }, planning: 'listing' }), ['source.endpoint']],
    ['a bucket alone', () => ({ source: { bucket: 'another' } }), ['source.bucket']],
    ['a region alone', () => ({ source: { region: 'eu-west-1' } }), ['source.region']],
    ['a source that is a text', () => ({ source: address }), ['source']],
    ['a source that is null', () => ({ source: null }), ['source']],
    [
      'a storage',
      () => ({ use_cloud_storage: true, storage: bucket() }),
      ['storage.type', 'storage.bucket', 'storage.endpoint'],
    ],
    [
      'AWS itself',
      () => ({ use_cloud_storage: true, storage: { type: 's3', bucket: 'b' } }),
      ['storage.type', 'storage.bucket'],
    ],
    [
      'a storage without its switch',
      () => ({ storage: bucket() }),
      ['storage.type', 'storage.bucket', 'storage.endpoint'],
    ],
    ['a switch without its storage', () => ({ use_cloud_storage: true }), ['storage']],
    [
      'metadata of the cloud',
      () => ({ source: { endpoint: 'http://169.254.169.254' } }),
      ['source.endpoint'],
    ],
  ])('%s is refused by name on every route, and nothing is sent', async (_, more, paths) => {
    await serveArchive();
    await serve({ storages: [storage()] });
    const body = { config: config({ date_range: day, source: undefined, ...more() }) };
    for (const path of ['/v1/runs', '/v1/plans']) {
      const refused = await ask('POST', path, body);
      expect(refused).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
      expect(refused.body.errors.map((it: { path: string }) => it.path)).toEqual(paths);
      expect(refused.body.detail).toContain(paths[0]?.startsWith('source') ? 'archive' : 'local, lake');
    }
    const check = (await ask('POST', '/v1/config/check', body)).body;
    expect(check.valid).toBe(false);
    expect(check.problems.map((it: { path: string }) => it.path)).toEqual(paths);
    expect(received).toEqual([]);
  });

  test.each([
    [{ base_url: 'https://mirror.example/data/' }, 'base_url'],
    [{ mirror_url: 'https://mirror.example' }, 'mirror_url'],
    [{ destination_bucket: 'lake' }, 'destination_bucket'],
    [{ sink: 's3://lake/raw' }, 'sink'],
    [{ bucket: 'lake' }, 'bucket'],
  ])('a place in a key of another tool is referred to the profiles: %j', async (more, path) => {
    await serveArchive();
    await serve();
    const { status, body } = await ask('POST', '/v1/plans', {
      config: config({ source: undefined, ...more }),
    });
    expect(status).toBe(422);
    const { message } = body.errors.find((it: { path: string }) => it.path === path);
    expect(message).toContain('set source_profile or storage_profile beside config');
    expect(message).not.toContain('write');
  });

  test.each([
    [{ source_profile: 'mirorr' }, 'source_profile', 'archive, mirror (did you mean mirror?)'],
    [{ storage_profile: '__proto__' }, 'storage_profile', 'expected local, lake'],
  ])('a profile that does not exist is refused with those that do: %j', async (named, path, text) => {
    await serveArchive();
    await serve({ sources: [source('mirror', address)], storages: [storage()] });
    const refused = await ask('POST', '/v1/plans', { config: config(), ...named });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect(refused.body.detail).toContain(text);
  });
});

describe('a profile', () => {
  test('of a source is read anonymously', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', address)], onError: () => {} });
    const body = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await ask('POST', '/v1/plans', body)).toMatchObject({ status: 502 });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('x-amz-security-token');
    }
  });

  test('of a source that says so is read with the credentials of the operator', async () => {
    await serveArchive();
    await serve({ sources: [{ ...source('mirror', address), credentials: 'chain' }], onError: () => {} });
    // After a 404, one request without a signature checks whether this is an archive at all.
    answer = { status: 400 };
    const body = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await ask('POST', '/v1/plans', body)).toMatchObject({ status: 502 });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) expect(headers['x-amz-security-token']).toBe('operator-session');
  });

  test('of a storage gets the credentials of the operator, and nobody else does', async () => {
    await serveArchive();
    await serve({ storages: [storage()] });
    const body = { config: config({ date_range: day, task_retry_attempts: 0 }), storage_profile: 'lake' };
    const run = (await ask('POST', '/v1/runs', body)).body.run_id;
    expect(await ended(run)).toMatchObject({ event: 'ended' });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) expect(headers['x-amz-security-token']).toBe('operator-session');
  });

  test('of a storage may be anonymous', async () => {
    await serveArchive();
    await serve({ storages: [storage({ credentials: 'anonymous' })] });
    const body = { config: config({ date_range: day, task_retry_attempts: 0 }), storage_profile: 'lake' };
    expect(await ended((await ask('POST', '/v1/runs', body)).body.run_id)).toMatchObject({ event: 'ended' });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) expect(headers).not.toHaveProperty('authorization');
  });

  test('of a place that another one has is refused at start', async () => {
    await serveArchive();
    const twice = [source('one', address), source('two', address)];
    await expect(serve({ sources: twice })).rejects.toMatchObject({
      code: 'config_invalid',
      message: 'the profiles one and two are the same place',
    });
  });

  test('is found by what a configuration says in whole', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', simulator.url.replace('127.0.0.1', 'localhost'))], env: {} });
    const run = await startRun({ source: { endpoint: simulator.url.replace('127.0.0.1', 'localhost') } });
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
  });

  test.each([301, 302, 307, 308])('is not left by a redirect: %i', async (status) => {
    await serveArchive();
    answer = { status, headers: { location: `${simulator.url}/data.binance.vision/stolen` } };
    simulator.requests.clear();
    await serve({ sources: [source('mirror', address)], onError: () => {} });
    for (const engine of ['s3', 's5cmd']) {
      const body = {
        config: config({
          source: undefined,
          date_range: day,
          engine,
          output_directory: engine,
          task_retry_attempts: 0,
        }),
        source_profile: 'mirror',
      };
      const started = await ask('POST', '/v1/runs', body);
      expect(await ended(started.body.run_id)).toMatchObject({ event: 'ended' });
    }
    const listed = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await ask('POST', '/v1/plans', listed)).toMatchObject({ status: 502 });
    expect(received.length).toBeGreaterThan(0);
    expect(simulator.requests.count({})).toBe(0);
  });
});

describe('a name of the operator', () => {
  const { lookup } = dns;
  /** Has a name of the tests resolve to an address. */
  const resolveTo = (ip: string): void => {
    const family = ip.includes(':') ? 6 : 4;
    type Done = (...found: unknown[]) => void;
    dns.lookup = ((name: string, options: { all?: boolean }, done: Done) => {
      if (name !== 'archive.example') return lookup(name, options, done);
      return options.all === true ? done(null, [{ address: ip, family }]) : done(null, ip, family);
    }) as typeof lookup;
    syncBuiltinESMExports();
  };
  afterEach(() => {
    dns.lookup = lookup;
    syncBuiltinESMExports();
  });
  const named = () => address.replace('127.0.0.1', 'archive.example');
  const listing = () => ({
    config: config({ source: undefined, planning: 'listing', date_range: day }),
    source_profile: 'mirror',
  });

  test('that is an address where a cloud keeps credentials is refused by that address alone', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', 'http://169.254.169.254')] });
    const { body } = await ask('POST', '/v1/plans', listing());
    expect(body).toMatchObject({
      code: 'address_refused',
      detail: expect.stringMatching(/(?<!is at )169\.254\.169\.254 must not be connected to/),
    });
  });

  test.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::ffff:127.0.0.1'])(
    'that resolves to this machine is not connected to, unless the operator allows it: %s',
    async (ip) => {
      await serveArchive();
      resolveTo(ip);
      const mirror = source('mirror', named());
      const lake = storage({ place: { type: 's3', bucket: 'lake', prefix: '', region, endpoint: named() } });
      await serve({ sources: [mirror], storages: [lake], onError: () => {} });
      for (const signs of ['anonymous', 'chain'] as const) {
        await stop();
        await serve({ sources: [{ ...mirror, credentials: signs }], storages: [lake], onError: () => {} });
        expect(await ask('POST', '/v1/plans', listing())).toMatchObject({
          status: 502,
          body: { code: 'address_refused' },
        });
        const body = {
          config: config({ source: undefined, date_range: day, output_directory: signs }),
          source_profile: 'mirror',
        };
        const { run_id: run } = (await ask('POST', '/v1/runs', body)).body;
        await ended(run);
        expect((await ask('GET', `/v1/runs/${run}`)).body.failures).toMatchObject([
          { code: 'address_refused' },
        ]);
      }
      const stored = { config: config({ date_range: day }), storage_profile: 'lake' };
      const { run_id: run } = (await ask('POST', '/v1/runs', stored)).body;
      await ended(run);
      expect((await ask('GET', `/v1/runs/${run}`)).body.failures).toMatchObject([
        { code: 'address_refused' },
      ]);
      expect(received).toEqual([]);
      if (!ip.endsWith('127.0.0.1')) return;
      await stop();
      await serve({ sources: [{ ...mirror, allowPrivate: true }], onError: () => {} });
      expect((await ask('POST', '/v1/plans', listing())).body.code).not.toBe('address_refused');
      expect(received.length).toBeGreaterThan(0);
    },
  );

  test.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', 'fd00:ec2::254', '64:ff9b::a9fe:a9fe'])(
    'that resolves to where clouds keep credentials is never connected to: %s',
    async (ip) => {
      await serveArchive();
      resolveTo(ip);
      await serve({ sources: [{ ...source('mirror', named()), allowPrivate: true }], onError: () => {} });
      expect((await ask('POST', '/v1/plans', listing())).body).toMatchObject({ code: 'address_refused' });
    },
  );

  test('that is such an address itself is not connected to either', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', 'http://169.254.169.254')], onError: () => {} });
    expect((await ask('POST', '/v1/plans', listing())).body).toMatchObject({ code: 'address_refused' });
  });
});

describe('a run that the command recorded', () => {
  test.each(['resume', 'retry'])('with a source of its own is not gone on with: %s', async (action) => {
    await serveArchive();
    answer = { status: 403 };
    const gently = AbortSignal.abort();
    const output_directory = join(data, 'btc');
    const own = parseConfig(config({ output_directory, date_range: day, source: { endpoint: address } }));
    const { run_id } = await new ArchiveCollectionWorkflow(own).execute({ gently });
    received = [];
    await serve();
    expect(await ask('POST', `/v1/runs/${run_id}/${action}`)).toMatchObject({
      status: 403,
      body: { code: 'source_not_allowed', hint: expect.stringContaining('--sources') },
    });
    await stop();
    await serve({ sources: [source('mirror', address)] });
    expect((await ask('POST', `/v1/runs/${run_id}/${action}`)).status).toBe(202);
    await ended(run_id);
    expect(received.length).toBeGreaterThan(0);
  });

  test('with a storage of its own is not gone on with', async () => {
    await serveArchive();
    const own = config({
      output_directory: join(data, 'btc'),
      use_cloud_storage: true,
      storage: { type: 's3', bucket: 'stolen', endpoint: address },
    });
    const { run_id } = await new ArchiveCollectionWorkflow(parseConfig(own)).execute({
      gently: AbortSignal.abort(),
    });
    received = [];
    await serve();
    expect(await ask('POST', `/v1/runs/${run_id}/resume`)).toMatchObject({
      status: 403,
      body: { code: 'storage_not_allowed', hint: expect.stringContaining('--storages') },
    });
    expect(received).toEqual([]);
  });
});
