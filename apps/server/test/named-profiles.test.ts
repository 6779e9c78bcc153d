import { describe, expect, test } from 'vitest';
import { address, answerWith, day, received, source, storage } from './recording-server.ts';
import { call, config, ended, serve, serveArchive, simulator, startRun } from './service.ts';

describe('a profile', () => {
  test('of a source is read anonymously', async () => {
    await serveArchive();
    await serve({ sources: [source('mirror', address)], onError: () => {} });
    const body = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await call('POST', '/v1/plans', body)).toMatchObject({ status: 502 });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('x-amz-security-token');
    }
  });

  test('of a source that says so is read with the credentials of the operator', async () => {
    await serveArchive();
    await serve({ sources: [{ ...source('mirror', address), credentials: 'chain' }], onError: () => {} });
    answerWith({ status: 400 });
    const body = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await call('POST', '/v1/plans', body)).toMatchObject({ status: 502 });
    // The check whether anything answers comes first and is not signed: a listing, and an object where that is refused.
    const [listing, object, ...pages] = received.map(({ headers }) => headers['x-amz-security-token']);
    expect([listing, object]).toEqual([undefined, undefined]);
    expect(pages.length).toBeGreaterThan(0);
    for (const token of pages) expect(token).toBe('operator-session');
  });

  test('of a storage alone gets the credentials of the operator', async () => {
    await serveArchive();
    await serve({ storages: [storage()] });
    const body = { config: config({ date_range: day, task_retry_attempts: 0 }), storage_profile: 'lake' };
    const run = (await call('POST', '/v1/runs', body)).body.run_id;
    expect(await ended(run)).toMatchObject({ event: 'ended' });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) expect(headers['x-amz-security-token']).toBe('operator-session');
  });

  test('of a storage may be anonymous', async () => {
    await serveArchive();
    await serve({ storages: [storage({ credentials: 'anonymous' })] });
    const body = { config: config({ date_range: day, task_retry_attempts: 0 }), storage_profile: 'lake' };
    expect(await ended((await call('POST', '/v1/runs', body)).body.run_id)).toMatchObject({ event: 'ended' });
    expect(received.length).toBeGreaterThan(0);
    for (const { headers } of received) expect(headers).not.toHaveProperty('authorization');
  });

  test('with the settings of another one is refused at start', async () => {
    await serveArchive();
    const twice = [source('one', address), source('two', address)];
    await expect(serve({ sources: twice })).rejects.toMatchObject({
      code: 'config_invalid',
      message: 'the profiles one and two have the same settings',
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
    answerWith({ status, headers: { location: `${simulator.url}/data.binance.vision/stolen` } });
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
      const started = await call('POST', '/v1/runs', body);
      expect(await ended(started.body.run_id)).toMatchObject({ event: 'ended' });
    }
    const listed = { config: config({ source: undefined, planning: 'listing' }), source_profile: 'mirror' };
    expect(await call('POST', '/v1/plans', listed)).toMatchObject({ status: 502 });
    expect(received.length).toBeGreaterThan(0);
    expect(simulator.requests.count({})).toBe(0);
  });
});
