import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { belowPrefix, syntheticSource } from '@tapehaul/archive-simulator';
import { anyHostAt, someOf } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { collect, directory, expectAllWhole, output, serve, simulator, startCommand } from './collection.ts';

const range = { start: '2025-07-01', end: '2025-07-03' };
const objects = belowPrefix(syntheticSource({ maxRows: 50 }), 'mirrors/binance');

test.each(
  someOf(
    [
      ['s3', 'listing', true],
      ['s5cmd', 'matrix', true],
      ['s5cmd', 'listing', false],
      ['auto', 'matrix', false],
    ],
    3,
  ),
)('a mirror below a prefix, with engine %s, planned by %s, batches %s', async (engine, planning, batches) => {
  await serve({ source: objects });
  const source = { prefix: 'mirrors/binance/' };
  const more = { engine, planning, enable_batch_mode: batches, date_range: range };
  const { events, result } = await collect({ source, ...more });
  expect(events.find(({ kind }) => kind === 'started')).toMatchObject({
    source: { address: `${simulator.url}/data.binance.vision/mirrors/binance` },
  });

  expect(result).toMatchObject({ status: 'completed' });
  await expectAllWhole(3);
});

test('a plain HTTP mirror: no bucket, no listings; doctor says so, and s5cmd is left alone', {
  tags: 'heavy',
}, async () => {
  await serve({ source: objects, style: 'none' });
  const source = { prefix: 'mirrors/binance', style: 'none' };
  // What it does not have, such a server says in words of its own.
  const absent = { kind: 'status', status: 404, body: '<html>Not Found</html>' } as const;
  simulator.faults.add({ key: /2025-06-30\.zip/, fault: absent });
  const { events, result } = await collect({ source, date_range: { ...range, start: '2025-06-30' } });
  expect(result.absent).toHaveLength(1);
  expect(events.find(({ kind }) => kind === 'started')).toMatchObject({
    engine: 's3',
    why_not_s5cmd: 'source.style is none: s5cmd supports the bucket in the path only',
  });
  expect(result).toMatchObject({ status: 'completed' });
  await expectAllWhole(3);

  const places = ['--set', 'source.prefix=mirrors/binance', '--set', 'source.style=none'];
  const { stdout } = await startCommand(['doctor', '--json', '--dir', output, ...places]);
  expect(stdout).toContain('/mirrors/binance answers, without listings');
  const listed = await collect({ source, planning: 'listing', date_range: range });
  expect(listed.result).toMatchObject({ status: 'failed', error: { code: 'request_refused' } });
  expect(JSON.stringify(listed.result.error)).toContain('planning to matrix');
  const insisting = await collect({ source, engine: 's5cmd', date_range: range });
  expect(insisting.exitCode).toBe(2);
});

test.each(someOf(['matrix', 'listing'], 2))(
  'a mirror with the bucket before its host, planned by %s',
  async (planning) => {
    await serve({ source: objects, style: 'host' });
    await using proxy = await anyHostAt(simulator.port);
    const none = {
      HTTP_PROXY: '',
      HTTPS_PROXY: '',
      https_proxy: '',
      ALL_PROXY: '',
      all_proxy: '',
      NO_PROXY: '',
      no_proxy: '',
    };
    const env = { ...none, http_proxy: proxy.address, TAPEHAUL_SOURCE_ENDPOINT: 'http://s3.example' };
    const source = { prefix: 'mirrors/binance', style: 'host' };
    const { events, result } = await collect({ source, planning, date_range: range }, env);
    expect(events.find(({ kind }) => kind === 'started')).toMatchObject({
      engine: 's3',
      source: { address: 'http://data.binance.vision.s3.example/mirrors/binance' },
    });
    expect(result).toMatchObject({ status: 'completed' });
    await expectAllWhole(3);
  },
);

test('adopt asks a mirror below a prefix for the sidecar that a file lacks', { tags: 'heavy' }, async () => {
  await serve({ source: objects });
  const other = join(directory, 'other');
  const source = { prefix: 'mirrors/binance' };
  await collect({ source, layout: 'archive', output_directory: other, date_range: range });
  for (const ours of ['.tapehaul', '_runs']) await rm(join(other, ours), { recursive: true });
  const file = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-02.zip.CHECKSUM';
  await rm(join(other, file));
  simulator.requests.clear();
  const set = ['--set', 'source.prefix=mirrors/binance'];
  const { stdout } = await startCommand(['adopt', other, '--dir', output, '--json', ...set]);
  expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toMatchObject({ adopted: 3, failed: 0 });
  expect(simulator.requests.list().map(({ key }) => key)).toContain(`mirrors/binance/${file}`);
});
