import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { call, config, follow, serve, serveArchive, startRun, url } from './service.ts';

/** A figure of the service. */
async function figure(name: string): Promise<number> {
  const { body } = await call('GET', '/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
}

/** A request whose plan is thirty thousand gaps: days before the archive began, of two thousand symbols. */
const gaps = () =>
  config({
    symbols: Array.from({ length: 2_000 }, (_, n) => `S${n}USDT`),
    intervals: undefined,
    date_range: { start: '2015-01-01', end: '2015-01-31' },
  });

/** Requests the events of a run, and never reads them. */
async function deafFollower(run: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  await once(socket, 'connect');
  socket.write(`GET /v1/runs/${run}/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  return socket;
}

test('a follower that never reads is dropped, and the others get everything', { tags: 'heavy' }, async () => {
  await serveArchive();
  await serve({ patience: 3_000 });
  const { run_id: run } = (await call('POST', '/v1/runs', { config: gaps() })).body;
  const socket = await deafFollower(run);
  const [first, second] = await Promise.all([
    Array.fromAsync(follow(run), ({ event }) => event),
    Array.fromAsync(follow(run), ({ event }) => event),
  ]);
  expect(first.filter((event) => event === 'verdict').length).toBeGreaterThan(28_000);
  expect(first.at(-1)).toBe('ended');
  expect(second).toEqual(first);
  await vi.waitFor(
    async () => expect(await figure('tapehaul_event_followers_dropped_total')).toBe(1),
    20_000,
  );
  expect(await figure('tapehaul_event_followers')).toBe(0);
  socket.destroy();
});

test('a follower that goes is forgotten', async () => {
  await serveArchive({ latencyMs: 50 });
  await serve();
  const run = await startRun({ max_parallel_downloads: 1 });
  for await (const { event } of follow(run)) if (event === 'file') break;
  await vi.waitFor(async () => expect(await figure('tapehaul_event_followers')).toBe(0));
  expect(await figure('tapehaul_event_followers_dropped_total')).toBe(0);
});
