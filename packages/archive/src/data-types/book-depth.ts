import { decimal, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, TEXT_TIMES } from '../spec/csv-rules.ts';
import { dataType, type MarketSpec } from '../spec/data-type-spec.ts';
import type { FilesSpec } from '../spec/files.ts';

function daily(
  facts: Pick<FilesSpec, 'confidence' | 'evidence'>,
  symbols: MarketSpec['symbols'],
): MarketSpec {
  return {
    files: [{ partition: 'daily', intervals: null, from: '2023-01-01', to: null, state: 'live', ...facts }],
    columns: [
      time('timestamp'),
      decimal('percentage', 'percent'),
      decimal('depth', null),
      decimal('notional', null),
    ],
    header: ALWAYS_HEADER,
    times: TEXT_TIMES,
    symbols,
  };
}

/** What rests in the order book within some percent of the price; by day only. */
export const bookDepth = dataType({
  name: 'bookDepth',
  row: 'what rests in the order book up to one distance from the price (±1 … 5 %, later ±0.2 % too)',
  hasIntervals: false,
  otherNames: ['book_depths', 'order_book_depth', 'orderbook_depth'],
  rowKey: ['timestamp', 'percentage'],
  grid: {
    kind: 'step',
    seconds: 30,
    rows: null,
    exact: false,
    evidence: 'about 30 s apart, 10 or 12 rows each time',
  },
  size: { kind: 'day', bytes: 550_000, evidence: 'public audit 2026-08' },
  markets: {
    spot: null,
    futures_um: daily({ confidence: 'H', evidence: '#437 #447, public audit 2026-08' }, 'all'),
    futures_cm: daily(
      { confidence: 'L', evidence: 'observed; first day inferred from futures_um' },
      'contracts',
    ),
    options: null,
  },
});
