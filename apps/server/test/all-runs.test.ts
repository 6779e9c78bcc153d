import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FLOW_NAME } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import {
  call,
  config,
  data,
  ended,
  events,
  serve,
  serveArchive,
  simulator,
  startRun,
  stop,
} from './service.ts';

test('all runs are followed in one stream: what waits, what runs, and what ends', async () => {
  await serveArchive();
  await serve();
  const hold = (key: RegExp): (() => void) => {
    const { promise: until, resolve } = Promise.withResolvers<void>();
    simulator.faults.add({ key, fault: { kind: 'hold', until } });
    return resolve;
  };
  const [end, endSecond] = [hold(/BTCUSDT-1h-2025-07-02\.zip$/), hold(/ETHUSDT-1h-2025-07-02\.zip$/)];
  const first = await startRun();
  const second = await startRun({ symbols: ['ETHUSDT'], output_directory: 'second' });
  const left = new Set([first, second]);
  const states = new Map<string, string[]>([first, second].map((run) => [run, []]));
  let number = 0;
  for await (const { id, event, data: it } of events('/v1/events')) {
    if (event === 'snapshot') {
      expect(it.runs.map(({ run_id }: { run_id: string }) => run_id)).toEqual([first, second]);
      expect(it.runs[1]).toMatchObject({ state: 'Scheduled', queue_place: 1, request: null });
      end();
    } else {
      expect(id).toBe(number + 1);
      states.get(it.run.run_id)?.push(it.run.state);
      if (it.run.run_id === second && it.run.state === 'Running') endSecond();
    }
    number = id;
    if (event !== 'ended') continue;
    expect(it.run).toMatchObject({ state: 'Completed', end: { exit_code: 0 }, progress: null, can: [] });
    left.delete(it.run.run_id);
    if (left.size === 0) break;
  }
  // It had its place in the queue, and then began.
  expect(states.get(second)).toEqual(expect.arrayContaining(['Running', 'Completed']));
});

test('a follower of all runs who comes back is sent what changed meanwhile, and the end of the service lets it go', {
  tags: 'heavy',
}, async () => {
  await serveArchive({ latencyMs: 40 });
  await serve();
  let last = 0;
  for await (const { id } of events('/v1/events')) {
    last = id;
    break;
  }
  const run = await startRun();
  const seen: string[] = [];
  for await (const { event, data: it } of events('/v1/events', { 'last-event-id': String(last) })) {
    seen.push(event);
    if (event === 'ended') expect(it.run.run_id).toBe(run);
    if (event === 'ended') void stop();
  }
  expect(seen).not.toContain('snapshot');
  expect(seen.at(-1)).toBe('ended');
});

test('a run of another process is among them until it has ended', async () => {
  const runId = '20250701T000000Z-abcdef';
  const catalog = openCatalog(recordPath(join(data, 'other')));
  await catalog.startRun({ runId, flow: FLOW_NAME, parameters: {} });
  await serve();
  for await (const { event, data: it } of events('/v1/events')) {
    if (event === 'snapshot') {
      expect(it.runs).toMatchObject([{ run_id: runId, state: 'Running', output_directory: 'other' }]);
      catalog.endRun(runId, 'Failed', null);
      await catalog.close();
    }
    if (event !== 'ended') continue;
    expect(it.run).toMatchObject({ run_id: runId, state: 'Failed', end: { exit_code: 1 } });
    break;
  }
});

test('a token follows the runs of its directories alone', async () => {
  await serveArchive({ latencyMs: 40 });
  const [all, team] = [newToken('all', 'write'), newToken('team', 'read', ['team'])];
  await serve({ tokens: [all.kept, team.kept], limit: 2 });
  const by = ({ token }: typeof all) => ({ authorization: `Bearer ${token}` });
  const start = async (output_directory: string): Promise<string> =>
    (await call('POST', '/v1/runs', { config: config({ output_directory }) }, by(all))).body.run_id;
  const seen = new Set<string>();
  await start('other');
  let mine = '';
  for await (const { event, data: it } of events('/v1/events', by(team))) {
    for (const { run_id } of event === 'snapshot' ? it.runs : [it.run]) seen.add(run_id);
    if (event === 'snapshot') mine = await start('team/btc');
    if (event === 'ended') break;
  }
  expect([...seen]).toEqual([mine]);
  expect((await call('GET', `/v1/runs/${mine}`, undefined, by(team))).body.started_by).toBe('all');
  expect((await call('GET', '/v1/me', undefined, by(team))).body).toMatchObject({
    name: 'team',
    scope: 'read',
    directories: ['team'],
  });
});

test('who sends a request without tokens may do everything', async () => {
  await serve({ traceUi: 'http://127.0.0.1:16686/trace/{trace_id}' });
  expect((await call('GET', '/v1/me')).body).toEqual({
    name: null,
    fleet: false,
    scope: 'write',
    directories: null,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    trace_ui: 'http://127.0.0.1:16686/trace/{trace_id}',
  });
});

test('a run shows its configuration where that is requested, each value with its origin', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  await serve();
  const { promise: until, resolve: end } = Promise.withResolvers<void>();
  simulator.faults.add({ key: /2025-07-02\.zip$/, fault: { kind: 'hold', until } });
  const run = await startRun();
  const second = await startRun({ output_directory: 'second' });
  const shown = async (id: string, query = '') => (await call('GET', `/v1/runs/${id}${query}`)).body;
  const origins = [
    { path: 'markets', value: ['spot'], origin: 'request' },
    { path: 'batch_size', value: 50, origin: 'default' },
  ];
  const waiting = await shown(second, '?with=config');
  expect(waiting).toMatchObject({
    config: { markets: ['spot'], output_directory: 'second' },
    started_by: null,
  });
  expect(waiting.config_origins).toEqual(expect.arrayContaining(origins));
  end();
  await ended(run);
  expect(await shown(run)).not.toHaveProperty('config');
  const whole = await shown(run, '?with=config');
  expect(whole).toMatchObject({ config: { markets: ['spot'], output_directory: 'btc' } });
  expect(whole.config_origins).toEqual(expect.arrayContaining(origins));
  expect(whole).toMatchObject({
    planned_at: expect.any(String),
    heartbeat_at: expect.any(String),
    parent: null,
  });
  expect(whole.tags).not.toEqual([]);
  expect((await call('GET', `/v1/runs/${run}?with=all`)).status).toBe(400);
  await ended(second);
});
