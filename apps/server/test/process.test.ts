import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { followRun } from '@tapehaul/client';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { config, data, env, serve, serveArchive, simulator, url } from './service.ts';
import { command, start } from './service-process.ts';

test('a service that is killed continues its runs when it is started again, and fetches nothing twice', async () => {
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
  for await (const one of followRun({ url: again.url }, run)) {
    if (one.event === 'ended') last = one.data.state;
  }
  expect(last).toBe('completed');
  for (const key of done) expect(simulator.requests.count({ key, method: 'GET' })).toBe(0);
  const shown = (await (await fetch(`${again.url}/v1/runs/${run}`)).json()) as {
    history: { state: string }[];
  };
  expect(shown.history.map(({ state }) => state)).toEqual(['Running', 'Crashed', 'Running', 'Completed']);
  again.child.kill('SIGTERM');
  expect((await again.child).exitCode).toBe(0);
});

test('a second service on the same data is refused, by the name of the first; not after its crash', async () => {
  const { child } = await start();
  const second = await execa(process.execPath, [command, '--port', '0', '--data', data], { reject: false });
  expect(second.exitCode).toBe(5);
  expect(second.stderr).toContain(`process ${child.pid} on`);
  expect(second.stderr).toContain('--data');
  child.kill('SIGKILL');
  await child;
  const again = await start();
  expect((await fetch(`${again.url}/livez`)).status).toBe(200);
  again.child.kill('SIGTERM');
  expect((await again.child).exitCode).toBe(0);
});

test('a run that fails, and a file that does, are error lines of the log on stderr', async () => {
  await serveArchive();
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: denied });
  const { child, url } = await start();
  const collect = async (more: object) => {
    const headers = { 'content-type': 'application/json', traceparent: 'none of ours' };
    const body = JSON.stringify({ config: config(more) });
    const answer = await fetch(`${url}/v1/runs`, { method: 'POST', body, headers });
    const { run_id: run } = (await answer.json()) as { run_id: string };
    for await (const event of followRun({ url }, run)) if (event.event === 'ended') return run;
  };
  const some = await collect({});
  simulator.faults.add({ key: /.*/, fault: denied });
  const none = await collect({ planning: 'listing' });
  child.kill('SIGTERM');
  const lines = String((await child).stderr)
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { level: 'error', run: some, task: expect.stringMatching(/2025-07-03\.zip$/) },
    { level: 'error', run: some, msg: `1 file failed. Next: tapehaul retry ${some}` },
    {
      level: 'error',
      run: none,
      msg: expect.stringMatching(/^the run failed \[access_denied\]: .*Next: tapehaul retry/),
    },
  ]);
});

test('a run that the service refuses to begin is a line of the log as others are, with its id', async () => {
  await serveArchive();
  const { child, url } = await start();
  await writeFile(join(data, 'btc'), '');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ config: config() });
  const answer = await fetch(`${url}/v1/runs`, { method: 'POST', body, headers });
  const { run_id: run } = (await answer.json()) as { run_id: string };
  for await (const event of followRun({ url }, run)) if (event.event === 'ended') break;
  child.kill('SIGTERM');
  const [line] = String((await child).stderr).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    level: 'error',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    name: 'tapehaul-server',
    run,
    code: 'target_blocked',
    hint: expect.stringMatching(/\w/),
    msg: expect.stringContaining('btc'),
  });
});

test('a service that cannot listen begins no run, and leaves the queue and the data to the next', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  await serve({ limit: 1 });
  const port = new URL(url).port;
  const waiting = join(data, 'other/.tapehaul-server/queue');
  await mkdir(waiting, { recursive: true });
  const run_id = '20250801T000000Z-abcdef';
  const job = {
    run_id,
    kind: 'collect',
    directory: join(data, 'other/btc'),
    config: config({ output_directory: join(data, 'other/btc') }),
    submitted_at: '2025-08-01T00:00:00.000Z',
    traceparent: null,
    idempotency: null,
  };
  await writeFile(join(waiting, `${run_id}.json`), JSON.stringify(job));
  const args = [command, '--data', join(data, 'other'), '--port'];
  const failed = await execa(process.execPath, [...args, port], { reject: false });
  expect(failed.exitCode).toBe(2);
  expect(failed.stderr).toContain(`port ${port}`);
  expect(await readdir(join(data, 'other'))).toEqual(['.tapehaul-server']);
  expect(simulator.requests.count({})).toBe(0);
  const next = execa(process.execPath, [...args, '0'], { env, reject: false });
  const [line] = await once(createInterface({ input: next.stdout }), 'line');
  const [address = ''] = /http:\S+/.exec(line) ?? [];
  let last: unknown;
  for await (const one of followRun({ url: address }, run_id)) {
    if (one.event === 'ended') last = one.data.state;
  }
  expect(last).toBe('completed');
  next.kill('SIGTERM');
  await next;
});

test.each(['file', 'file/below'])('data that cannot be a folder is refused: %s', async (path) => {
  await writeFile(join(data, 'file'), '');
  const args = [command, '--port', '0', '--data', join(data, path)];
  const { exitCode, stderr } = await execa(process.execPath, args, { reject: false });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${join(data, path)} cannot be used`);
  expect(stderr).toContain('--data');
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
