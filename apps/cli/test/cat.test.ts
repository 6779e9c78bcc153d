import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { collect, output, serve, startCommand, zips } from './collection.ts';

const cat = (...args: string[]) => startCommand(['cat', ...args]);
const CANDLES = 'spot/klines/BTCUSDT/1h';

test('prints the rows of the requested days as CSV and as JSON, from zips alone, numbers as in the files', async () => {
  await serve({ source: syntheticSource({ maxRows: 10 }) });
  await collect();
  const csv = await cat(CANDLES, output, '--from', '2025-07-02', '--to', '2025-07-03');
  expect(csv).toMatchObject({ exitCode: 0, stderr: '' });
  const [header = '', ...rows] = csv.stdout.split('\n');
  expect(header).toMatch(/^open_time,open,high,low,close,volume,close_time,/);
  expect(rows).toHaveLength(20);
  expect(rows[0]).toMatch(/^2025-07-02T00:00:00\.000000Z,\d+(\.\d+)?,/);
  expect(rows.at(-1)).toMatch(/^2025-07-03T09:00:00\.000000Z,/);

  const json = await cat('BTCUSDT 1h', output, '--to', '2025-07-01', '--format', 'ndjson');
  const lines = json.stdout.split('\n').map((line) => JSON.parse(line));
  expect(lines).toHaveLength(10);
  expect(lines[0]).toMatchObject({ open_time: '2025-07-01T00:00:00.000000Z', open: expect.any(Number) });
});

test('prints a stream of Apache Arrow with exact types', async () => {
  await serve({ source: syntheticSource({ maxRows: 10 }) });
  await collect();
  const child = cat(CANDLES, output, '--format', 'arrow');
  const [bytes, { exitCode }] = await Promise.all([buffer(child.stdout), child]);
  expect(exitCode).toBe(0);
  const table = tableFromIPC(bytes);
  expect(table.numRows).toBe(150);
  const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]));
  expect(types).toMatchObject({
    open_time: 'Timestamp<MICROSECOND, UTC>',
    open: 'Decimal[18e+8]',
    volume: 'Decimal[38e+8]',
    count: 'Int32',
  });
  expect(table.get(0)?.open_time).toBe(Date.UTC(2025, 6, 1));
});

test('ends without a message when the reader closes the pipe', { tags: 'heavy' }, async () => {
  await serve({ source: syntheticSource({ maxRows: 86_400 }) });
  await collect({ intervals: ['1s'], date_range: { start: '2025-07-01', end: '2025-07-02' } });
  const child = cat('spot/klines/BTCUSDT/1s', output);
  for await (const line of createInterface(child.stdout)) {
    expect(line).toContain('open_time');
    break;
  }
  child.stdout.destroy();
  expect(await child).toMatchObject({ exitCode: 143, stderr: '' });
});

test('says which file took no part, and ends with 6; refuses days of which nothing is held', {
  tags: 'heavy',
}, async () => {
  await serve({ source: syntheticSource({ maxRows: 10 }) });
  await collect({ date_range: { start: '2025-07-01', end: '2025-07-02' } });
  const [first = ''] = await zips();
  await truncate(join(output, first), 100);
  const broken = await cat(CANDLES, output);
  expect(broken).toMatchObject({ exitCode: 6 });
  expect(broken.stderr).toContain('BTCUSDT-1h-2025-07-01.zip took no part: ');
  expect(broken.stdout.split('\n')).toHaveLength(11);
  const none = await cat(CANDLES, output, '--from', '2025-08-01');
  expect(none).toMatchObject({ exitCode: 2, stdout: '' });
  expect(none.stderr).toContain('tapehaul coverage');
  const sameMonth = await cat(CANDLES, output, '--from', '2025-07-03', '--to', '2025-07-04');
  expect(sameMonth).toMatchObject({ exitCode: 2, stdout: '' });
  expect(sameMonth.stderr).toContain(`no file of ${CANDLES} is held for these days`);
  const wrong = await cat(CANDLES, output, '--from', 'yesterday');
  expect(wrong).toMatchObject({ exitCode: 2 });
  expect(wrong.stderr).toContain('--from');
});
