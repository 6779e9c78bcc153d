import { belowPrefix, syntheticSource } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import { collect, expectAllWhole, output, serve, simulator, startCommand } from './collection.ts';

const range = { start: '2025-07-01', end: '2025-07-03' };
const objects = belowPrefix(syntheticSource({ maxRows: 50 }), 'mirrors/binance');

test.each([
  ['s3', 'listing', true],
  ['s5cmd', 'matrix', true],
  ['s5cmd', 'listing', false],
  ['auto', 'matrix', false],
] as const)(
  'a mirror below a prefix, with engine %s, planned by %s, batches %s',
  async (engine, planning, batches) => {
    await serve({ source: objects });
    const source = { prefix: 'mirrors/binance/' };
    const more = { engine, planning, enable_batch_mode: batches, date_range: range };
    const { events, result } = await collect({ source, ...more });
    expect(events.find(({ kind }) => kind === 'started')).toMatchObject({
      source: { address: `${simulator.url}/data.binance.vision/mirrors/binance` },
    });

    expect(result).toMatchObject({ status: 'completed' });
    await expectAllWhole(3);
  },
);

test('a plain HTTP mirror: no bucket, no listings; doctor says so, and s5cmd is left alone', async () => {
  await serve({ source: objects, style: 'none' });
  const source = { prefix: 'mirrors/binance', style: 'none' };
  const { events, result } = await collect({ source, date_range: range });
  expect(events.find(({ kind }) => kind === 'started')).toMatchObject({
    engine: 's3',
    why_not_s5cmd: 'source.style is none: s5cmd finds a bucket in the path only',
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
