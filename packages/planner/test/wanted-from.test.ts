import { addDays, daysBetween, monthsBetween } from '@tapehaul/archive';
import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { expect, test } from 'vitest';
import { type Answer, type Listed, type ListingSource, plan, planByListing } from '../src/index.ts';
import { request, today } from './request.ts';

const matrix = BUILT_IN_MATRIX.map((row) => ({ ...row, wantedFrom: '2025-06-10' }));
const listed: Listed = {
  size: 10_000,
  etag: 'e',
  lastModified: '2025-01-01T00:00:00Z',
  sidecarModified: null,
};

/** An archive that has all days and months that are requested. */
const source: ListingSource = {
  symbols: async () => ['BTCUSDT'],
  async series(_, partition, first, last) {
    const periods = partition === 'daily' ? daysBetween(first, last) : monthsBetween(first, last);
    const size = partition === 'daily' ? 10_000 : 300_000;
    const objects = new Map(Array.from(periods, (period) => [period, { ...listed, size }]));
    return { objects, before: true, after: true };
  },
};

const said = (answers: readonly Answer[]): string[] =>
  answers.map((it) => (it.kind === 'object' ? it.object.period : `${it.verdict} ${it.first} ${it.last}`));
const asked = request({ date_range: { start: '2025-05-01', end: '2025-07-31' } });
const expected = [
  'before_first 2025-05-01 2025-06-09',
  ...daysBetween('2025-06-10', '2025-06-30'),
  '2025-07',
];

test('days before the day from which a matrix wants files are not planned, by the matrix or by listing', async () => {
  expect(said([...plan(asked, { today, matrix })])).toEqual(expected);
  const byListing = await Array.fromAsync(planByListing(asked, source, { today, matrix }));
  expect(said(byListing)).toEqual(expected);
  const [first] = byListing;
  expect(first).toMatchObject({ reason: 'the matrix file has klines of spot available from 2025-06-10' });
});

test('of a type that has only months, the month of that day is the first', async () => {
  const months = request({ ...asked, markets: ['futures_um'], data_types: ['fundingRate'] });
  const answers = ['before_first 2025-05-01 2025-05-31', '2025-06', '2025-07'];
  expect(said([...plan(months, { today, matrix })])).toEqual(answers);
  expect(said(await Array.fromAsync(planByListing(months, source, { today, matrix })))).toEqual(answers);
});

test('an earlier day changes nothing', () => {
  const earlier = BUILT_IN_MATRIX.map((row) => ({ ...row, wantedFrom: addDays(row.from, -100) }));
  const dates = request({ date_range: { start: '2017-08-01', end: '2017-08-31' } });
  expect(said([...plan(dates, { today, matrix: earlier })])).toEqual(said([...plan(dates, { today })]));
});
