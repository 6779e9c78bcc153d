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
