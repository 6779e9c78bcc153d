import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { followRun } from '@tapehaul/client';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { config, data, serveArchive, simulator } from './service.ts';

const command = join(import.meta.dirname, '../bin/tapehaul-server.js');

/** Starts the service as its own process, and gives its address once it listens. */
async function start(...args: string[]) {
  const child = execa(process.execPath, [command, '--port', '0', '--data', data, ...args], { reject: false });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const [url = ''] = /http:\S+/.exec(line) ?? [];
  return { child, url };
}

test('a service that is killed goes on with its runs when it is started again, and fetches nothing twice', async () => {
  await serveArchive({ latencyMs: 50 });
  const { child, url } = await start();
  const body = JSON.stringify({ config: config({ max_parallel_downloads: 1, durability: 'file' }) });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/runs`, { method: 'POST', body, headers });
  const { run_id: run } = (await answer.json()) as { run_id: string };
  const done: string[] = [];
  for await (const { event, data: facts } of followRun({ url }, run)) {
    if (event === 'file' && done.push(String(facts.key)) === 3) break;
  }
  // Rows are written a quarter of a second apart; what is not yet recorded is proved by its sidecar.
  child.kill('SIGKILL');
  await child;
  simulator.requests.clear();
  const again = await start();
  let last: unknown;
  for await (const event of followRun({ url: again.url }, run)) last = event.data.state;
  expect(last).toBe('completed');
  for (const key of done) expect(simulator.requests.count({ key, method: 'GET' })).toBe(0);
  const shown = (await (await fetch(`${again.url}/v1/runs/${run}`)).json()) as {
    history: { state: string }[];
  };
  expect(shown.history.map(({ state }) => state)).toEqual(['Running', 'Crashed', 'Running', 'Completed']);
  again.child.kill('SIGTERM');
  expect((await again.child).exitCode).toBe(0);
});

test('another address than loopback is refused without tokens', async () => {
  const { exitCode, stderr } = await execa(process.execPath, [command, '--host', '0.0.0.0', '--data', data], {
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--tokens');
});

test('token prints a token, and what is kept of it', async () => {
  const { stdout } = await execa(process.execPath, [command, 'token', '--name', 'ops', '--scope', 'write']);
  const [token = '', kept = ''] = stdout.split('\n');
  expect(token).toMatch(/^tape_.{32}$/);
  expect(JSON.parse(kept)).toMatchObject({
    name: 'ops',
    scope: 'write',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(kept).not.toContain(token);
});
