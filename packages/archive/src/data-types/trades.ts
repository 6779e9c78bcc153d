import { type Column, decimal, flag, id, time } from '../spec/columns.ts';
import { MILLISECONDS, NO_HEADER, SPOT_TIMES, TRADE_HEADER } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';
import { bothPartitions } from '../spec/files.ts';

const [ID, PRICE, TIME, MAKER] = [id('id'), decimal('price', 'quote'), time('time'), flag('is_buyer_maker')];

const COLUMNS: readonly Column[] = [
  ID,
  PRICE,
  decimal('qty', 'base'),
  decimal('quote_qty', 'quote'),
  TIME,
  MAKER,
];

/** Single trades. */
export const trades = dataType({
  name: 'trades',
  row: 'one trade',
  hasIntervals: false,
  otherNames: ['trade', 'raw_trades', 'tick', 'ticks', 'trade_data', 'historical_trades'],
  rowKey: ['id'],
  grid: { kind: 'events' },
  size: { kind: 'day', bytes: 17_000_000, evidence: 'spot BTCUSDT 16.9 MB a day (public audit 2026-08)' },
  markets: {
    spot: {
      files: bothPartitions({
        from: '2017-08-17',
        to: null,
        state: 'live',
        confidence: 'H',
        evidence: 'public audit 2026-08',
      }),
      columns: [...COLUMNS, flag('is_best_match')],
      header: NO_HEADER,
      times: SPOT_TIMES,
      symbols: 'all',
    },
    futures_um: {
      files: bothPartitions({
        from: '2019-09-08',
        to: null,
        state: 'live',
        confidence: 'M',
        evidence: 'public audit 2026-08',
      }),
      columns: COLUMNS,
      header: TRADE_HEADER,
      times: MILLISECONDS,
      symbols: 'all',
    },
    futures_cm: {
      files: bothPartitions({
        from: '2020-08-11',
        to: null,
        state: 'live',
        confidence: 'H',
        evidence: '#227',
      }),
      columns: [ID, PRICE, decimal('qty', 'contracts'), decimal('base_qty', 'base'), TIME, MAKER],
      header: TRADE_HEADER,
      times: MILLISECONDS,
      symbols: 'contracts',
    },
    options: null,
  },
});
