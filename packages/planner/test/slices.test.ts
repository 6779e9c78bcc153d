import type { Market } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ListingSource,
  type PlanRequest,
  type PlanSlice,
  planByListing,
  planSlices,
} from '../src/index.ts';

const TODAY = { today: '2025-07-20' };

/** An archive that has these symbols in each market and type, and of each series the first two days of a span. */
function archiveOf(names: readonly string[]): ListingSource {
  return {
    symbols: async () => names,
    series: async ({ symbol }, partition, first) => {
      const listed = { size: 1, etag: 'e', lastModified: first, sidecarModified: null };
      const has = partition === 'daily' && names.includes(symbol);
      return { objects: new Map(has ? [[first, listed]] : []), before: false, after: false };
    },
  };
}

const request = fc.record({
  markets: fc.subarray(['spot', 'futures_um', 'futures_cm'] as Market[], { minLength: 1 }),
  symbols: fc.subarray(
    ['BTCUSDT', 'ETHUSDT', '*USDC', 'BTC*', 'not a symbol', '币安人生USDT', 'BTCUSD_PERP', 'XX*'],
    {
      minLength: 1,
    },
  ),
  data_types: fc.subarray(['klines', 'trades', 'fundingRate'] as const, { minLength: 1 }),
  intervals: fc.subarray(['1h', '1d', '1mo'] as const, { minLength: 1 }),
  date_range: fc.constant({ start: '2025-07-01', end: '2025-07-03' }),
}) as fc.Arbitrary<PlanRequest>;

const limits = fc.record({
  objects: fc.integer({ min: 1, max: 40 }),
  series: fc.integer({ min: 1, max: 6 }),
});

function requestOf(whole: PlanRequest, { market, dataType, symbols }: PlanSlice): PlanRequest {
  return { ...whole, markets: [market], data_types: [dataType], symbols: [...symbols] };
}

test('the plans of the slices, one after the other, are the plan of the request', async () => {
  const names = ['BTCUSDT', 'ETHUSDC', 'SOLUSDC', 'odd~nameUSDC', 'BTCUSD_PERP', '币安人生USDT'];
  const source = archiveOf(names);
  await fc.assert(
    fc.asyncProperty(request, limits, async (whole, most) => {
      const slices = await planSlices(whole, source, TODAY, most);
      const planned = slices.map((slice) => {
        const existing = new Set(slice.existing);
        return Array.fromAsync(planByListing(requestOf(whole, slice), source, { ...TODAY, existing }));
      });
      const wanted = await Array.fromAsync(planByListing(whole, source, TODAY));
      expect((await Promise.all(planned)).flat()).toEqual(wanted);
      for (const { symbols, objects } of slices) {
        expect(symbols.length === 1 || objects <= most.objects).toBe(true);
        expect(symbols.length).toBeLessThanOrEqual(Math.max(1, most.series));
      }
    }),
    { numRuns: 60 },
  );
});

test('a symbol counts the days that its type may have, and months as one file each', async () => {
  const of = async (more: Partial<PlanRequest>, days: PlanRequest['date_range']): Promise<number[]> => {
    const whole: PlanRequest = {
      markets: ['spot'],
      symbols: ['BTCUSDT', 'ETHUSDT'],
      data_types: ['klines'],
      intervals: ['1d'],
      date_range: days,
      ...more,
    };
    const slices = await planSlices(whole, archiveOf([]), TODAY, { objects: 1_000, series: 1 });
    return slices.map(({ objects }) => objects);
  };
  expect(await of({}, { start: '2025-07-01', end: 'latest' })).toEqual([20, 20]);
  expect(await of({ partition: 'daily' }, { start: '2025-01-01', end: '2025-06-30' })).toEqual([181, 181]);
  expect(await of({ intervals: ['1d', '1h'] }, { start: '2025-01-01', end: '2025-06-30' })).toEqual([
    138, 138,
  ]);
});
