import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { someOf } from '@tapehaul/testkit';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { afterEach, describe, expect, test } from 'vitest';
import { address, answerWith, day, received, region, source, storage } from './recording-server.ts';
import { call, config, data, ended, serve, serveArchive, stop } from './service.ts';

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
    const { body } = await call('POST', '/v1/plans', listing());
    expect(body).toMatchObject({
      code: 'address_refused',
      detail: expect.stringMatching(/(?<!is at )169\.254\.169\.254 must not be connected to/),
    });
  });

  test.each(someOf(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::ffff:127.0.0.1'], 5))(
    'that resolves to this machine is not connected to, unless the operator allows it: %s',
    async (ip) => {
      await serveArchive();
      resolveTo(ip);
      const mirror = source('mirror', named());
      const lake = storage({
        settings: { type: 's3', bucket: 'lake', prefix: '', region, endpoint: named() },
      });
      await serve({ sources: [mirror], storages: [lake], onError: () => {} });
      for (const signs of ['anonymous', 'chain'] as const) {
        await stop();
        await serve({ sources: [{ ...mirror, credentials: signs }], storages: [lake], onError: () => {} });
        expect(await call('POST', '/v1/plans', listing())).toMatchObject({
          status: 502,
          body: { code: 'address_refused' },
        });
        const body = {
          config: config({ source: undefined, date_range: day, output_directory: signs }),
          source_profile: 'mirror',
        };
        const { run_id: run } = (await call('POST', '/v1/runs', body)).body;
        await ended(run);
        expect((await call('GET', `/v1/runs/${run}`)).body.failures).toMatchObject([
          { code: 'address_refused' },
        ]);
      }
      const stored = { config: config({ date_range: day }), storage_profile: 'lake' };
      const { run_id: run } = (await call('POST', '/v1/runs', stored)).body;
      await ended(run);
      expect((await call('GET', `/v1/runs/${run}`)).body.failures).toMatchObject([
        { code: 'address_refused' },
      ]);
      expect(received).toEqual([]);
      if (!ip.endsWith('127.0.0.1')) return;
      await stop();
      await serve({ sources: [{ ...mirror, allowPrivate: true }], onError: () => {} });
      expect((await call('POST', '/v1/plans', listing())).body.code).not.toBe('address_refused');
      expect(received.length).toBeGreaterThan(0);
    },
  );

  test.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', 'fd00:ec2::254', '64:ff9b::a9fe:a9fe'])(
    'that resolves to where clouds keep credentials is never connected to: %s',
    async (ip) => {
      await serveArchive();
      resolveTo(ip);
      await serve({ sources: [{ ...source('mirror', named()), allowPrivate: true }], onError: () => {} });
      expect((await call('POST', '/v1/plans', listing())).body).toMatchObject({ code: 'address_refused' });
    },
  );

  test('that is such an address itself is not connected to either', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', 'http://169.254.169.254')], onError: () => {} });
    expect((await call('POST', '/v1/plans', listing())).body).toMatchObject({ code: 'address_refused' });
  });
});

describe('a run that the command recorded', () => {
  test.each(['resume', 'retry'])('with a source of its own is not gone on with: %s', async (action) => {
    await serveArchive();
    answerWith({ status: 403 });
    const gently = AbortSignal.abort();
    const output_directory = join(data, 'btc');
    const own = parseConfig(config({ output_directory, date_range: day, source: { endpoint: address } }));
    const { run_id } = await new ArchiveCollectionWorkflow(own).execute({ gently });
    received.length = 0;
    await serve();
    expect(await call('POST', `/v1/runs/${run_id}/${action}`)).toMatchObject({
      status: 403,
      body: { code: 'source_not_allowed', hint: expect.stringContaining('--sources') },
    });
    await stop();
    await serve({ sources: [source('mirror', address)] });
    expect((await call('POST', `/v1/runs/${run_id}/${action}`)).status).toBe(202);
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
    received.length = 0;
    await serve();
    expect(await call('POST', `/v1/runs/${run_id}/resume`)).toMatchObject({
      status: 403,
      body: { code: 'storage_not_allowed', hint: expect.stringContaining('--storages') },
    });
    expect(received).toEqual([]);
  });
});
