import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { builtMonth, foundRows } from '@tapehaul/testkit/record';
import type { WhyReport } from '@tapehaul/workflow';
import { beforeEach, expect, test } from 'vitest';
import { collect, output, serve, startCommand } from './collection.ts';

const text = async (...args: string[]): Promise<string> => {
  const { stdout, exitCode } = await startCommand([...args, '--dir', output]);
  expect(exitCode).toBe(0);
  return String(stdout);
};

/** A collection of fifteen days, of whose rows a build of tables found these. */
beforeEach(async () => {
  await serve();
  await collect();
  const catalog = openCatalog(recordPath(output));
  const runId = (await catalog.runs()).rows[0]?.runId ?? '';
  const unchecked = { rule: 'unchecked_by_daily', severity: 'note', count: 24 } as const;
  const wrong = { rule: 'ohlc', severity: 'error', count: 1, sample: '1751587200000,9,8,7,6' } as const;
  catalog.recordPartition(builtMonth(runId, 'BTCUSDT', '2025-07'), [
    foundRows('BTCUSDT', '2025-07-02', unchecked),
    foundRows('BTCUSDT', '2025-07-03', unchecked),
    foundRows('BTCUSDT', '2025-07-04'),
    foundRows('BTCUSDT', '2025-07-05', unchecked),
    foundRows('BTCUSDT', '2025-07-05'),
    foundRows('BTCUSDT', '2025-07-05', wrong),
  ]);
  await catalog.close();
});

test('why says what was found in the rows of a held day, the worst first, and which file was taken', async () => {
  const page = await text('why', 'BTCUSDT', '1h', '2025-07-05');
  expect(page).toContain('proved: the day is held');
  expect(page).toMatch(/^rows +3 findings, taken from data\/spot\/monthly\S+zip \(unchecked_by_daily\)$/m);
  expect(page).toMatch(
    /^ +error ohlc \(rows: 1, .*\): The low .* Sample: 1751587200000,9,8,7,6\n +gap missing_rows \(missing rows: 3, 2025-07-05 12:00:00 UTC … 2025-07-05 14:00:00 UTC\): Steps .*\n +note unchecked/m,
  );
  expect(await text('why', 'BTCUSDT', '1h', '2025-07-01')).toContain('checked, nothing was found');
  expect(page.split('\n').length).toBeLessThanOrEqual(20);
});

test('why of a range of held days explains the first whose rows have gaps', { tags: 'heavy' }, async () => {
  const report: WhyReport = JSON.parse(await text('why', 'BTCUSDT', '1h', '2025-07', '--json'));
  const missing = { day: '2025-07-04', severity: 'gap', rule: 'missing_rows' };
  expect(report.finding_days.slice(2)).toEqual([
    missing,
    { day: '2025-07-05', severity: 'error', rule: 'ohlc' },
  ]);
  const held = await text('why', 'BTCUSDT', '1h', '2025-07-01..2025-07-15');
  expect(held).toContain('  rows, missing_rows: 2025-07-04\n  rows, ohlc: 2025-07-05\n\n2025-07-04\n');
});

test('coverage lists days whose rows are wrong or missing; notes are in its JSON and CSV', async () => {
  expect(await text('coverage')).toContain('rows: 2025-07-04 gap: missing_rows, 2025-07-05 error: ohlc');
  expect(JSON.parse(await text('coverage', '--json')).findings).toEqual([
    { first: '2025-07-02', last: '2025-07-03', days: 2, severity: 'note', rule: 'unchecked_by_daily' },
    { first: '2025-07-04', last: '2025-07-04', days: 1, severity: 'gap', rule: 'missing_rows' },
    { first: '2025-07-05', last: '2025-07-05', days: 1, severity: 'error', rule: 'ohlc' },
  ]);
  const [head = '', row = ''] = (await text('coverage', '--csv')).split('\n');
  expect(head).toMatch(/,findings$/);
  expect(row).toMatch(/,"2025-07-02 … 2025-07-03 note: unchecked_by_daily; .*; 2025-07-05 error: ohlc"$/);
});
