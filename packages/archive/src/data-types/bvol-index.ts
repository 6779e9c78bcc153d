import { decimal, text, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, MILLISECONDS } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';

/** The volatility index of a coin; by day only. */
export const BVOLIndex = dataType({
  name: 'BVOLIndex',
  row: 'the volatility index of one second',
  hasIntervals: false,
  otherNames: ['bvol', 'volatility_index', 'bvol_indices'],
  rowKey: ['calc_time'],
  grid: { kind: 'step', seconds: 1, rows: 1, exact: true, evidence: 'public audit 2026-08' },
  size: { kind: 'day', bytes: 390_000, evidence: 'public audit 2026-08' },
  markets: {
    spot: null,
    futures_um: null,
    futures_cm: null,
    options: {
      files: [
        {
          partition: 'daily',
          intervals: null,
          from: '2023-06-20',
          to: null,
          state: 'live',
          confidence: 'H',
          evidence: 'public audit 2026-08; 26 days missing (#370 #499)',
        },
      ],
      columns: [
        time('calc_time'),
        text('symbol'),
        text('base_asset'),
        text('quote_asset'),
        decimal('index_value', 'points'),
      ],
      header: ALWAYS_HEADER,
      times: MILLISECONDS,
      symbols: { coins: ['BTC', 'ETH'], ending: 'BVOLUSDT' },
    },
  },
});
