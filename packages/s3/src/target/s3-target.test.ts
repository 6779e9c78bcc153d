import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { s3Target } from './s3-target.ts';

const { signal } = new AbortController();
const options = { bucket: 'mine', region: 'us-east-1', concurrency: 2, timeoutSeconds: 1 };

/** Sees to it that the chain finds only what a test gives it, and requests no more of a server. */
function onlyEnvironment(credentials: Record<string, string>): void {
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_PROFILE: undefined };
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
  const variables = { ...none, ...files, AWS_EC2_METADATA_DISABLED: 'true', ...credentials };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

afterEach(() => vi.unstubAllEnvs());

test('says where credentials are searched when there are none', async () => {
  onlyEnvironment({});
  const target = s3Target({ ...options, endpoint: 'http://127.0.0.1:9' });
  await expect(target.find('a.zip')).rejects.toMatchObject({
    code: 'access_denied',
    retry: 'never',
    message: 's3://mine/a.zip: no credentials were found',
    hint: expect.stringContaining('AWS_ACCESS_KEY_ID'),
  });
  await target.close();
});

test('takes a server that stays silent for a stall, and one that is gone for a lost connection', async () => {
  onlyEnvironment({ AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' });
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const target = s3Target({ ...options, endpoint: `http://127.0.0.1:${port}` });
  const sidecar = { kind: 'memory', bytes: Buffer.from('digest') } as const;
  const stalled = await target.publishSidecar(sidecar, 'a.zip', signal).catch((error: unknown) => error);
  expect(stalled).toMatchObject({ code: 'stalled', retry: 'later' });
  expect(JSON.stringify(stalled)).not.toContain('hidden');
  await target.close();
  server.close();
  await once(server, 'close');
  const gone = s3Target({ ...options, endpoint: `http://127.0.0.1:${port}` });
  await expect(gone.find('a.zip')).rejects.toMatchObject({
    code: 'connection_failed',
    hint: expect.stringContaining('storage.endpoint'),
  });
  await gone.close();
});

test('sends no request once it is stopped', async () => {
  const target = s3Target({ ...options, endpoint: 'http://127.0.0.1:9' });
  const sidecar = { kind: 'memory', bytes: Buffer.from('digest') } as const;
  await expect(target.publishSidecar(sidecar, 'a.zip', AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
  await target.close();
});
