import { describe, expect, test } from 'vitest';
import { address, day, received, source, storage } from './recording-server.ts';
import { call, config, serve, serveArchive } from './service.ts';

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
      const refused = await call('POST', path, body);
      expect(refused).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
      expect(refused.body.errors.map((it: { path: string }) => it.path)).toEqual(paths);
      expect(refused.body.detail).toContain(paths[0]?.startsWith('source') ? 'archive' : 'local, lake');
    }
    const check = (await call('POST', '/v1/config/check', body)).body;
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
    const { status, body } = await call('POST', '/v1/plans', {
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
    const refused = await call('POST', '/v1/plans', { config: config(), ...named });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect(refused.body.detail).toContain(text);
  });
});
