import { decimal, decimalOrBlank, text, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, TEXT_TIMES } from '../spec/csv-rules.ts';
import { dataType, type MarketSpec } from '../spec/data-type-spec.ts';
import type { FilesSpec } from '../spec/files.ts';

function daily(
  facts: Pick<FilesSpec, 'confidence' | 'evidence'>,
  symbols: MarketSpec['symbols'],
): MarketSpec {
  return {
    files: [{ partition: 'daily', intervals: null, from: '2020-09-01', to: null, state: 'live', ...facts }],
    columns: [
      time('create_time'),
      text('symbol'),
      decimal('sum_open_interest', null),
      decimal('sum_open_interest_value', null),
      decimalOrBlank('count_toptrader_long_short_ratio', 'ratio'),
      decimalOrBlank('sum_toptrader_long_short_ratio', 'ratio'),
      decimalOrBlank('count_long_short_ratio', 'ratio'),
      decimalOrBlank('sum_taker_long_short_vol_ratio', 'ratio'),
    ],
    header: ALWAYS_HEADER,
    times: TEXT_TIMES,
    symbols,
  };
}

/** Open interest and long/short ratios; by day only. */
export const metrics = dataType({
  name: 'metrics',
  row: 'open interest and long/short ratios at one time; rows may be unsorted',
  hasIntervals: false,
  otherNames: ['metric', 'open_interest', 'oi', 'futures_metrics', 'long_short_ratio'],
  rowKey: ['create_time'],
  grid: {
    kind: 'step',
    seconds: 300,
    rows: 1,
    exact: true,
    evidence: '288 rows a day (public audit 2026-08)',
  },
  size: { kind: 'day', bytes: 11_000, evidence: 'public audit 2026-08' },
  markets: {
    spot: null,
    futures_um: daily({ confidence: 'H', evidence: 'public audit 2026-08' }, 'all'),
    futures_cm: daily(
      { confidence: 'L', evidence: 'seen 2023-06; first day inferred from futures_um' },
      'contracts',
    ),
    options: null,
  },
});
