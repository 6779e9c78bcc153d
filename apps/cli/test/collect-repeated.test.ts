import { existsSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  collect,
  command,
  directory,
  expectAllWhole,
  output,
  request,
  serve,
  simulator,
  start,
  zips,
} from './collection.ts';

describe('tapehaul collect', () => {
  test('continues over plain S3 after an s5cmd that wrote a file and died before it said so', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const dying = join(directory, 's5cmd');
    const write =
      'tail -n 1 "$9" | cut -d " " -f 6- | tr -d "\\047" | while read path; do echo x > "$path"; done';
    const script = `#!/bin/sh\n[ "$1" = version ] && echo v2.3.0 && exit 0\n${write}\nkill -9 $$\n`;
    await writeFile(dying, script, { mode: 0o755 });
    const { exitCode } = await collect({ engine: 's5cmd' }, { S5CMD_PATH: dying });
    expect(exitCode).toBe(0);
    await expectAllWhole(15);
  });

  test('stops at once on Ctrl-C though files hang, and leaves no process behind', {
    tags: 'heavy',
  }, async () => {
    await serve();
    simulator.faults.add({ key: /\.zip$/, method: 'GET', fault: { kind: 'stall', afterBytes: 10 } });
    const child = start({ batch_size: 4 });
    await simulator.requests.waitFor(({ method, key }) => method === 'GET' && key.endsWith('.zip'));
    child.kill('SIGINT');
    expect((await child).exitCode).toBe(130);
    // Two zips hang on each of the four connections, when their sidecars have come.
    expect(simulator.requests.list({ method: 'GET' }).length).toBeLessThanOrEqual(16);
  });

  test('is not disturbed by a reader that leaves', { tags: 'heavy' }, async () => {
    await serve();
    writeFileSync(join(directory, 'config.json'), JSON.stringify({ ...request, output_directory: output }));
    const { exitCode, stdout } = await execa(
      'sh',
      ['-c', `"${process.execPath}" "${command}" collect config.json 2>&1 | head -n 1`],
      {
        cwd: directory,
        env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
        reject: false,
      },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^source/);
    const { result } = await collect();
    expect(result.status).toBe('completed');
  });

  test('tries again what may pass, and lets the rest continue', async () => {
    await serve();
    const fault = { kind: 'status', status: 500 } as const;
    simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', times: 3, fault });
    const { exitCode, events } = await collect();
    expect(exitCode).toBe(0);
    expect(events.filter((event) => event.kind === 'retry')).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'file', attempts: 2, status: 'downloaded' }),
    );
    await expectAllWhole(15);
  });

  test('reports a file that the server keeps refusing, and keeps the others', { tags: 'heavy' }, async () => {
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const { exitCode, result } = await collect();
    expect(exitCode).toBe(3);
    expect(result).toMatchObject({
      status: 'completed_with_failures',
      failures: [{ key: expect.stringContaining('2025-07-03'), error: { code: 'access_denied' } }],
      collection_stats: { failed_tasks: 1, successful_tasks: 14, success_rate: 93.33 },
    });
    await expectAllWhole(14);
    simulator.faults.clear();
    const again = await collect();
    expect(again.result.downloader_stats).toMatchObject({ files_downloaded: 1, cache_hits: 14 });
  });

  test('never takes an HTML page with status 200 for a file', async () => {
    await serve();
    const page = { kind: 'status', status: 200, body: '<html><body>login</body></html>' } as const;
    simulator.faults.add({ key: /2025-07-03\.zip$/, fault: page });
    const { exitCode, result } = await collect({ task_retry_attempts: 0 });
    expect(exitCode).toBe(3);
    expect(result.failures).toMatchObject([{ error: { code: 'not_a_zip' } }]);
    await expectAllWhole(14);
  });

  test('heals a file that was damaged on the way once', { tags: 'heavy' }, async () => {
    await serve();
    simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', times: 1, fault: { kind: 'alter' } });
    const { exitCode } = await collect();
    expect(exitCode).toBe(0);
    await expectAllWhole(15);
  });

  test('fetches again what was changed or deleted on disk', async () => {
    await serve();
    await collect();
    const [first = '', second = ''] = await zips();
    await writeFile(join(output, first), 'damaged');
    await rm(join(output, second));
    // What is settled is checked in its turn, or on request.
    expect((await collect()).result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 15 });
    const { result } = await collect({ recheck: { listing_days: 0 } });
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 2, cache_hits: 13 });
    await expectAllWhole(15);
  });

  test('takes over files that another tool brought, by the sidecars beside them', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await collect();
    await rm(join(output, '.tapehaul'), { recursive: true });
    simulator.requests.clear();
    const { result } = await collect({ planning: 'matrix' });
    expect(result.downloader_stats).toMatchObject({ cache_hits: 15, total_bytes: 0 });
    // One byte of each says which version of the object it is.
    expect(simulator.requests.count()).toBe(15);
  });

  test('refuses a configuration with three mistakes, all named, before anything is written', async () => {
    const bad = {
      markets: ['spott'],
      date_range: { start: '2025-07-15', end: '2025-07-01' },
      environment: 'production',
      max_parallel_downloads: 50,
    };
    const { exitCode, stderr, events } = await collect(bad);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the configuration has 3 problems');
    expect(stderr).toContain('markets[0]: got "spott", expected one of spot, futures_um');
    expect(stderr).toContain('date_range.end: got "2025-07-01", expected "2025-07-15"');
    expect(stderr).toContain('max_parallel_downloads: got 50, expected at most 10');
    expect(events).toMatchObject([{ kind: 'error', code: 'config_invalid', problems: { length: 3 } }]);
    expect(existsSync(output)).toBe(false);
  });

  test.each([
    [['collect'], /no configuration file and no --market/],
    [['colect', 'x'], /Did you mean collect/],
    [['collect', 'nowhere.json'], /there is no file nowhere\.json/],
    [['collect', 'x', '--jason'], /Did you mean --json/],
  ])('says what is wrong with %j, exit status 2', async (args, message) => {
    const { exitCode, stderr } = await execa(process.execPath, [command, ...args], {
      cwd: directory,
      reject: false,
    });
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
