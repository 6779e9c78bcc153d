import { expect, test } from 'vitest';
import { type CoverageRow, coveredSeries, explainDays } from '../src/index.ts';
import { collect, simulator } from './archive.ts';
import { inRecord } from './reported.ts';

const refused = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
const rows = (): Promise<CoverageRow[]> =>
  inRecord((record) => Array.fromAsync(coveredSeries(record, 'spot/', '2025-07-20'), ({ row }) => row));
const answerOf = (symbol: string) =>
  inRecord(async (record) => (await explainDays(record, [symbol, '1h', '2025-07-02'])).day.answer);

test('where the source refuses to be listed, coverage and why say that the plan went by the matrix, and why', async () => {
  simulator.faults.add({ operation: 'list', fault: refused });
  const { warnings } = await collect({ planning: 'auto' });
  const [{ message } = { message: '' }] = warnings;
  expect(message).not.toBe('');
  const basis = { planned_by: 'matrix', plan_warning: message };
  expect(await rows()).toMatchObject([basis]);
  expect(await answerOf('BTCUSDT')).toMatchObject(basis);
});

test('a plan by the matrix on request has no warning, one by listing says so, and a series that it did not request has neither', async () => {
  await collect({ planning: 'matrix', symbols: ['ETHUSDT'] });
  expect(await rows()).toMatchObject([{ planned_by: 'matrix', plan_warning: null }]);
  await collect({ planning: 'auto' });
  expect(await rows()).toMatchObject([
    { series: 'spot/klines/BTCUSDT/1h', planned_by: 'listing', plan_warning: null },
    { series: 'spot/klines/ETHUSDT/1h', planned_by: null, plan_warning: null },
  ]);
  expect(await answerOf('BTCUSDT')).toMatchObject({ planned_by: 'listing' });
  expect(await answerOf('ETHUSDT')).toMatchObject({ planned_by: 'matrix' });
});
