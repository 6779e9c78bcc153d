import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startSimulator } from './index.ts';

const command = fileURLToPath(new URL('main.ts', import.meta.url));

function run(...parameters: string[]) {
  return spawn(process.execPath, ['--conditions=@tapehaul/source', command, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('serves once it has said so, and ends with 0 on SIGTERM', async () => {
  const child = run('--port', '0', '--bucket', 'b', '--now', '2026-10-01', '--rows', '5');
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  const [, url] = /^listening on (http:\/\/127\.0\.0\.1:\d+\/b)$/.exec(line) ?? [];
  expect(await (await fetch(`${url}?prefix=data/&delimiter=/`)).text()).toContain('data/spot/');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('a port in use and wrong options end it with 2 and a reason', async () => {
  await using other = await startSimulator();
  const cases: [string[], RegExp][] = [
    [['--port', String(other.port)], /port \d+ is in use/],
    [['--port', '70000'], /whole number from 0 to 65535/],
    [['--port', 'abc'], /^tapehaul-simulator: --port is "abc"\. Expected a whole number/],
    [['--rate', '-1'], /whole number from 1/],
    [['extra'], /^tapehaul-simulator: the simulator takes only options/],
    [['--folder', '/no/such/folder'], /no such folder/],
  ];
  await Promise.all(
    cases.map(async ([parameters, reason]) => {
      const child = run(...parameters);
      const [printed, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      expect(printed).toMatch(reason);
      expect(code).toBe(2);
    }),
  );
});
