import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { newToken } from '../src/tokens.ts';
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
  expect(stranger.stderr).toContain('a token is needed');
});
