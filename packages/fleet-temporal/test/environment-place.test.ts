import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentPlace } from '../src/index.ts';

const ADDRESS = 'temporal.example:7233';
let folder = '';
let path: (name: string) => string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-temporal-place-'));
  path = (name) => join(folder, name);
  for (const name of ['ca.pem', 'client.pem', 'client.key'])
    await writeFile(path(name), `what ${name} holds`);
  await writeFile(
    path('temporal.toml'),
    '[profile.default]\naddress = "default.example:7233"\n[profile.live]\naddress = "live.example:7233"\nnamespace = "archive"\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const held = (name: string) => new TextEncoder().encode(`what ${name} holds`);

describe('the Temporal server that the environment names', () => {
  test('is at an address; an empty variable is as good as none', () => {
    const env = {
      TEMPORAL_ADDRESS: ADDRESS,
      TEMPORAL_NAMESPACE: '',
      TEMPORAL_API_KEY: '',
      TEMPORAL_TASK_QUEUE: '',
    };
    expect(environmentPlace({ ...env, TEMPORAL_CONFIG_FILE: path('none.toml') })).toEqual({
      address: ADDRESS,
    });
  });

  test('has a namespace, a queue, a key of an account, and certificates of files', () => {
    const env = {
      TEMPORAL_ADDRESS: ADDRESS,
      TEMPORAL_NAMESPACE: 'archive',
      TEMPORAL_TASK_QUEUE: 'nightly',
      TEMPORAL_API_KEY: 'secret',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: path('ca.pem'),
      TEMPORAL_TLS_CLIENT_CERT_PATH: path('client.pem'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: path('client.key'),
      TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
    };
    const { tls, ...place } = environmentPlace(env);
    expect(place).toEqual({ address: ADDRESS, namespace: 'archive', taskQueue: 'nightly', apiKey: 'secret' });
    expect(tls).toEqual({
      ca: held('ca.pem'),
      certificate: held('client.pem'),
      key: held('client.key'),
      serverName: 'temporal.test',
    });
  });

  test('may be that of a profile, which variables go before', () => {
    const env = { TEMPORAL_CONFIG_FILE: path('temporal.toml') };
    expect(environmentPlace(env)).toEqual({ address: 'default.example:7233' });
    const live = { ...env, TEMPORAL_PROFILE: 'live' };
    expect(environmentPlace(live)).toEqual({ address: 'live.example:7233', namespace: 'archive' });
    expect(environmentPlace({ ...live, TEMPORAL_ADDRESS: ADDRESS })).toMatchObject({ address: ADDRESS });
  });

  test('is not encrypted where that is turned off', () => {
    expect(environmentPlace({ TEMPORAL_ADDRESS: ADDRESS, TEMPORAL_TLS: 'false' })).toMatchObject({
      tls: false,
    });
  });

  test('must be named, by files that can be read', () => {
    const refused = (message: string) =>
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) });
    const thrown = (env: NodeJS.ProcessEnv): unknown => {
      try {
        return environmentPlace({ TEMPORAL_CONFIG_FILE: path('none.toml'), ...env });
      } catch (error) {
        return error;
      }
    };
    expect(thrown({})).toEqual(refused('TEMPORAL_ADDRESS is not set'));
    const one = { TEMPORAL_ADDRESS: ADDRESS, TEMPORAL_TLS_CLIENT_CERT_PATH: path('client.pem') };
    expect(thrown(one)).toEqual(refused('only one is named'));
    const gone = { TEMPORAL_ADDRESS: ADDRESS, TEMPORAL_TLS_SERVER_CA_CERT_PATH: path('gone.pem') };
    expect(thrown(gone)).toEqual(refused(path('gone.pem')));
    expect(thrown({ TEMPORAL_PROFILE: 'gone' })).toEqual(refused('gone'));
  });
});
