import { count, decimal, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, MILLISECONDS } from '../spec/csv-rules.ts';
import { dataType, type MarketSpec } from '../spec/data-type-spec.ts';
import type { FilesSpec } from '../spec/files.ts';

function monthly(facts: Pick<FilesSpec, 'from' | 'confidence' | 'evidence'>): MarketSpec {
  return {
    files: [{ partition: 'monthly', intervals: null, to: null, state: 'live', ...facts }],
    columns: [
      time('calc_time'),
      count('funding_interval_hours', 'hours'),
      decimal('last_funding_rate', 'ratio'),
    ],
    header: ALWAYS_HEADER,
    times: MILLISECONDS,
    symbols: 'undated',
  };
}

/** Funding rates of perpetual contracts; by month only. */
export const fundingRate = dataType({
  name: 'fundingRate',
  row: 'what one side of a perpetual contract paid the other',
  hasIntervals: false,
  otherNames: ['funding_rates', 'funding', 'fundings', 'funding_history', 'funding_rate_history'],
  rowKey: ['calc_time'],
  grid: {
    kind: 'step',
    seconds: 28_800,
    rows: 1,
    exact: false,
    evidence: 'a few milliseconds late; each row names its hours: usually 8, 4 and 1 reported',
  },
  size: { kind: 'day', bytes: 30, evidence: '0.9 kB a month (public audit 2026-08)' },
  markets: {
    spot: null,
    futures_um: monthly({
      from: '2020-01-01',
      confidence: 'H',
      evidence: 'lostleaf/binance_datatool, public audit 2026-08',
    }),
    futures_cm: monthly({
      from: '2020-08-11',
      confidence: 'M',
      evidence: 'lostleaf/binance_datatool; first month inferred from the contracts',
    }),
    options: null,
  },
});
