import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, test } from 'vitest';
import { type PlanCollectionOptions, type PlanRecord, planCollection } from '../src/index.ts';
import { config, simulator } from './archive.ts';
import { refusal } from './reported.ts';

const planOf = (more: object, options: PlanCollectionOptions = {}): Promise<PlanRecord[]> =>
  Array.fromAsync(planCollection(config(more), options));

test.each([
  [
    'an archive that refuses listings',
    { kind: 'status', status: 403, code: 'AccessDenied' },
    'access_denied',
  ],
  ['a bucket that does not exist', { kind: 'status', status: 404, code: 'NoSuchBucket' }, 'bucket_not_found'],
] as const)('%s ends a plan by listing with the setting to check', async (_, fault, code) => {
  simulator.faults.add({ operation: 'list', fault });
  const setting = code === 'bucket_not_found' ? 'source.bucket' : 'source.endpoint';
  const origins = new Map([['source.endpoint', 'file' as const]]);
  const error = await refusal(planOf({ planning: 'listing' }, { origins }), code, setting);
  expect(error.facts).toMatchObject({ setting, origin: setting === 'source.endpoint' ? 'file' : 'default' });
});

test('a name that only a SOCKS proxy can resolve ends a plan by listing with how to leave it to the proxy', async () => {
  const proxy = createTcpServer();
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const env = { ALL_PROXY: `socks5://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  const source = { ...config().source, endpoint: 'http://mirror.invalid' };
  try {
    const plan = planOf({ planning: 'listing', source }, { env });
    const error = await refusal(plan, 'name_not_resolved', 'source.endpoint');
    expect(error.hint).toMatch(/write socks5h:\/\/ in place of socks5:\/\/ in ALL_PROXY/);
  } finally {
    proxy.close();
  }
});

test.each([
  ['a website', () => '<html>no such page</html>'],
  [
    'an S3 server behind the name of a website',
    (path: string) => `<Error><Code>NoSuchKey</Code><Key>${path.slice(1).split('?')[0]}</Key></Error>`,
  ],
])('%s in place of the archive ends a plan by listing with the setting to check', async (_, page) => {
  const website = createServer(({ url = '' }, response) => void response.writeHead(404).end(page(url)));
  await once(website.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(website.address() as AddressInfo).port}`;
  try {
    const plan = planOf({ planning: 'listing', source: { ...config().source, endpoint } });
    const error = await refusal(plan, 'bucket_not_found', `source.endpoint is ${endpoint}`);
    expect(error).toMatchObject({ facts: { setting: 'source.endpoint' }, exitCode: 1 });
  } finally {
    website.close();
  }
});

test.each(['http', 'https'])(
  'a server that accepts connections and stays silent ends a plan by listing before a page is requested (%s)',
  async (scheme) => {
    let connections = 0;
    const silent = createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => {});
    });
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const endpoint = `${scheme}://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const origins = new Map([['source.endpoint', 'file' as const]]);
    try {
      const source = { ...config().source, endpoint };
      const plan = planOf({ planning: 'listing', source, timeout_seconds: 1 }, { origins });
      const thrown = await plan.catch((error: unknown) => error);
      expect(thrown).toMatchObject({
        exitCode: 5,
        message: expect.stringContaining(`source.endpoint is ${endpoint} (from the configuration file)`),
        facts: { setting: 'source.endpoint', origin: 'file' },
        hint: expect.stringMatching(/\w/),
      });
      // The check makes at most three attempts; the client of listings makes four for one page.
      expect(connections).toBeLessThanOrEqual(3);
    } finally {
      silent.close();
    }
  },
  30_000,
);
