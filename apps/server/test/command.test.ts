import { join } from 'node:path';
import { httpProxy, type ProxyManners } from '@tapehaul/testkit/network';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { data, serve, serveArchive, simulator, url } from './service.ts';

const command = join(import.meta.dirname, '../../cli/bin/tapehaul.js');
const request = [
  '--market',
  'spot',
  '--symbol',
  'BTCUSDT',
  '--type',
  'klines',
  '--interval',
  '1d',
  '--from',
  '2025-07-01',
];

test('the command collects, lists, shows, reads logs and cancels over a service', async () => {
  const { token, kept } = newToken('ops', 'write');
  await serveArchive();
  await serve({ tokens: [kept] });
  const run = async (args: readonly string[], more: Record<string, string> = {}) => {
    const env = { TAPEHAUL_TOKEN: token, TAPEHAUL_SOURCE_ENDPOINT: simulator.url, ...more };
    return execa(process.execPath, [command, ...args, '--server', url], { env, cwd: data, reject: false });
  };
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  const collected = await run([
    'collect',
    ...request,
    '--to',
    '2025-07-05',
    '--dir',
    'daily',
    '--set',
    'partition=daily',
  ]);
  expect(collected.stdout).toContain('is completed_with_failures');
  expect(collected.exitCode).toBe(3);
  expect((await run(['runs'])).stdout).toMatch(/CompletedWithGaps .* daily +5/);
  expect((await run(['runs'])).stdout).toContain('spot klines');
  expect((await run(['show'])).stdout).toContain('access_denied, 1 file:');
  expect((await run(['logs', '--level', 'warn'])).stdout).toContain('2025-07-03.zip');
  expect((await run(['watch'])).stdout).toContain('is completed_with_failures');
  const late = await run(['cancel']);
  expect(late.exitCode).toBe(2);
  expect(late.stderr).toContain('no process works on it');
  const unknown = await run(['watch', 'nobody']);
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toBe('tapehaul: there is no run nobody\nList the runs: GET /v1/runs.');
  const stranger = await run(['runs'], { TAPEHAUL_TOKEN: 'tape_wrong' });
  expect(stranger.stderr).toContain('the token is not one of this service');
});

test('a command over a service goes through the proxy of its environment, and names one that refuses', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  await serve({ hosts: ['tapehaul.test'] });
  const manners: ProxyManners = { refusals: [], passed: 0 };
  await using proxy = await httpProxy(manners, { http: Number(new URL(url).port), https: 0 });
  const address = `http://127.0.0.1:${proxy.port}`;
  const run = (...args: string[]) =>
    execa(process.execPath, [command, ...args, '--server', 'http://tapehaul.test'], {
      env: { HTTP_PROXY: address },
      cwd: data,
      reject: false,
    });
  const collected = await run('collect', ...request, '--to', '2025-07-02', '--dir', 'far');
  expect(collected).toMatchObject({ exitCode: 0 });
  expect((await run('show')).stdout).toMatch(/^record +far$/m);
  expect(manners.passed).toBeGreaterThan(3);
  for (const [status, exitCode] of [
    [407, 1],
    [403, 1],
    [502, 5],
  ] as const) {
    manners.refusals = [status, 0];
    const [shown, watched] = await Promise.all([run('runs'), run('watch', '20260101T000000Z-abcdef')]);
    expect([shown.exitCode, watched.exitCode]).toEqual([exitCode, exitCode]);
    expect(shown.stderr).toContain(`the proxy ${address} refuses to connect to tapehaul.test: ${status}`);
  }
});
