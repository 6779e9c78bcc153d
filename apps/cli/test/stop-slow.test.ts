import { once } from 'node:events';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  endlessListing,
  lastLine,
  muteServer,
  program,
  type Stopped,
  stopped,
  type Trial,
  trial,
} from './slow.ts';

type Signal = 'SIGINT' | 'SIGTERM';
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<Signal, number>;
const isFull = process.env.TAPEHAUL_TRIALS === 'full';

/** It ended in time by itself, with the status of the signal, says the same in JSON, and has left no process. */
function expectStopped(end: Stopped, signal: Signal): void {
  const last = lastLine(end);
  const { code, facts } = last.kind === 'error' ? last : last.error;
  const result = last.kind === 'error' ? facts.exit_status : last.exit_code;
  const { exitCode, signal: killedBy, left } = end;
  expect({ exitCode, killedBy, left, reported: result, code }).toEqual({
    exitCode: STATUS[signal],
    killedBy: undefined,
    left: [],
    reported: STATUS[signal],
    code: 'cancelled',
  });
}

/** Runs a trial with one of the signals by default, with both where all trials are requested. */
function ends(name: string, usual: Signal, work: (it: Trial, signal: Signal) => Promise<void>): void {
  test.each<Signal>(isFull ? ['SIGINT', 'SIGTERM'] : [usual])(`${name} (%s)`, async (signal) => {
    await using it = await trial();
    await work(it, signal);
  });
}

test.concurrent('a plan that is stopped says that it is not complete', async () => {
  await using it = await trial();
  using listing = await endlessListing(it.archive.bucket);
  const flags = '--market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-07-01';
  const args = ['plan', ...flags.split(' '), '--set', 'planning=listing', '--dir', it.output];
  const child = it.run(args, { TAPEHAUL_SOURCE_ENDPOINT: listing.url });
  await listing.reached;
  const { exitCode, stderr, stdout } = await stopped(it, child, 'SIGINT');
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
  expect(stderr).toContain('Stopped: the plan is not complete.');
});

describe.concurrent('a signal ends the command within ten seconds', () => {
  ends('while the disk does not finish writing', 'SIGTERM', async (it, signal) => {
    const sync = await program(it, 'sync', 'started; sleep 600');
    const child = it.collect({}, { PATH: sync.searchPath });
    await sync.started;
    const end = await stopped(it, child, signal);
    expectStopped(end, signal);
    expect(end.stdout).toMatch(/"still_waiting","for":"disk","files":\d+,"message":"Waiting for the disk/);
    // Nothing false is recorded, and resume takes over what is in place.
    expect(lastLine(end)).toMatchObject({ collection_stats: { successful_tasks: 0 } });
    const record = new DatabaseSync(join(it.output, '.tapehaul', 'catalog.db'), { readOnly: true });
    expect(record.prepare('SELECT count(*) AS held FROM objects').get()).toEqual({ held: 0 });
    record.close();
    const fetched = it.archive.requests.count({ method: 'GET', key: /\.zip$/ });
    expect(fetched).toBeGreaterThan(0);
    expect(await it.run(['resume', '--dir', it.output])).toMatchObject({ exitCode: 0 });
    expect(it.archive.requests.count({ method: 'GET', key: /\.zip$/ })).toBe(15);
    expect(await it.run(['verify', it.output])).toMatchObject({ exitCode: 0 });
  });

  ends('while s5cmd ignores every signal', 'SIGTERM', async (it, signal) => {
    const script = `[ "$1" = version ] && { echo v2.3.0; exit; }
trap '' TERM INT HUP
started
while :; do sleep 60; done`;
    const s5cmd = await program(it, 's5cmd', script);
    const child = it.collect({ engine: 's5cmd' }, { S5CMD_PATH: s5cmd.path });
    await s5cmd.started;
    expectStopped(await stopped(it, child, signal), signal);
  });

  ends('while s5cmd does not even tell its version', 'SIGINT', async (it, signal) => {
    const s5cmd = await program(it, 's5cmd', 'started; while :; do sleep 60; done');
    const child = it.collect({ engine: 's5cmd' }, { S5CMD_PATH: s5cmd.path });
    await s5cmd.started;
    expectStopped(await stopped(it, child, signal), signal);
  });

  ends('while a listing goes on for ever', 'SIGTERM', async (it, signal) => {
    using listing = await endlessListing('data.binance.vision');
    const child = it.collect({ planning: 'listing' }, { TAPEHAUL_SOURCE_ENDPOINT: listing.url });
    await listing.reached;
    expectStopped(await stopped(it, child, signal), signal);
  });

  for (const [planning, usual] of [
    ['listing', 'SIGINT'],
    ['matrix', 'SIGTERM'],
  ] as const) {
    ends(`while a proxy never answers, planning by ${planning}`, usual, async (it, signal) => {
      using proxy = await muteServer();
      const env = {
        TAPEHAUL_SOURCE_ENDPOINT: 'http://archive.invalid',
        HTTP_PROXY: proxy.url,
        HTTPS_PROXY: proxy.url,
        NO_PROXY: '',
      };
      const child = it.collect({ planning }, env);
      await proxy.reached;
      expectStopped(await stopped(it, child, signal), signal);
    });
  }

  ends('while the source never answers', 'SIGINT', async (it, signal) => {
    using source = await muteServer();
    const child = it.collect({}, { TAPEHAUL_SOURCE_ENDPOINT: source.url });
    await source.reached;
    expectStopped(await stopped(it, child, signal), signal);
  });

  ends('while another process holds the record', 'SIGTERM', async (it, signal) => {
    const sync = await program(it, 'sync', 'started; sleep 600');
    const child = it.collect({}, { PATH: sync.searchPath });
    await sync.started;
    const other = new DatabaseSync(join(it.output, '.tapehaul', 'catalog.db'));
    other.exec('BEGIN IMMEDIATE');
    const end = await stopped(it, child, signal);
    other.exec('ROLLBACK');
    other.close();
    // What cannot be recorded is said: the disk, or that it was stopped.
    expect([7, STATUS[signal]]).toContain(end.exitCode);
    const { kind, exit_code, error } = lastLine(end);
    expect({ kind, exit_code, error }).toMatchObject({ exit_code: end.exitCode });
    expect(end.left).toEqual([]);
  });

  ends('while the receiver of spans never answers', 'SIGINT', async (it, signal) => {
    using receiver = await muteServer();
    const sync = await program(it, 'sync', 'started; sleep 600');
    const env = { PATH: sync.searchPath, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const child = it.collect({}, env, ['--trace']);
    await sync.started;
    expectStopped(await stopped(it, child, signal), signal);
  });

  ends('while a thread hangs in the operating system', 'SIGTERM', async (it, signal) => {
    const pipe = join(it.directory, 'pipe');
    await execa('mkfifo', [pipe]);
    // The only thread for files blocks on a pipe without a writer.
    const hangs = `import { readFile } from 'node:fs';
      process.on('newListener', (name) => name === 'SIGTERM' && process.nextTick(() => readFile(${JSON.stringify(pipe)}, () => {})));`;
    const preload = join(it.directory, 'hangs.mjs');
    await writeFile(preload, hangs);
    await mkdir(it.output, { recursive: true });
    await writeFile(join(it.output, 'BTCUSDT-1d-2025-01-01.zip'), 'PK');
    const env = { UV_THREADPOOL_SIZE: '1', NODE_OPTIONS: `--import=${pathToFileURL(preload)}` };
    const child = it.run(['verify', it.output], env);
    const writer = await open(pipe, 'w');
    // A progress line shows that the signal handlers are installed.
    await once(child.stderr, 'data');
    const end = await stopped(it, child, signal);
    await writer.close();
    // Such a process can only end by the signal: a shell shows the same status of both.
    expect(end.exitCode ?? end.signal).toSatisfy((how) => how === STATUS[signal] || how === signal);
    expect(end.stderr).toContain('Waiting for the disk');
  });

  ends('twice at once, while the disk does not finish writing', 'SIGINT', async (it, signal) => {
    const sync = await program(it, 'sync', 'started; sleep 600');
    const child = it.collect({}, { PATH: sync.searchPath });
    await sync.started;
    child.kill(signal);
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text) => String(text).includes('"gently"') && resolve());
    });
    expectStopped(await stopped(it, child, signal), signal);
  });
});
