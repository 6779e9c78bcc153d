import { type Column, type ColumnUnit, decimal, flag, id, time } from '../spec/columns.ts';
import { MILLISECONDS, NO_HEADER, SPOT_TIMES, TRADE_HEADER } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';
import { bothPartitions } from '../spec/files.ts';

function columns(quantity: ColumnUnit): readonly Column[] {
  return [
    id('agg_trade_id'),
    decimal('price', 'quote'),
    decimal('quantity', quantity),
    id('first_trade_id'),
    id('last_trade_id'),
    time('transact_time'),
    flag('is_buyer_maker'),
  ];
}

/** Trades of one order at one price and time, added up. */
export const aggTrades = dataType({
  name: 'aggTrades',
  row: 'the trades that one order made at one price, added up',
  hasIntervals: false,
  otherNames: [
    'agg_trade',
    'agg',
    'aggregate_trades',
    'aggregated_trades',
    'aggregate_trade',
    'compressed_trades',
  ],
  // One id with different trades was published (#353): the first trade id keeps such rows apart.
  rowKey: ['agg_trade_id', 'first_trade_id'],
  grid: { kind: 'events' },
  size: {
    kind: 'day',
    bytes: 12_000_000,
    evidence: 'between spot BTCUSDT, 9.9 MB a day, and futures_um BTCUSDT, 17 MB (public audit 2026-08)',
  },
  markets: {
    spot: {
      files: bothPartitions({
        from: '2017-07-14',
        to: null,
        state: 'live',
        confidence: 'H',
        evidence: 'binance-public-data updates',
      }),
      columns: [...columns('base'), flag('is_best_match')],
      header: NO_HEADER,
      times: SPOT_TIMES,
      symbols: 'all',
    },
    futures_um: {
      files: bothPartitions({
        from: '2019-12-31',
        firstMonth: '2020-01-01',
        to: null,
        state: 'live',
        confidence: 'M',
        evidence: 'public decision record 2026-10',
      }),
      columns: columns('base'),
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
      columns: columns('contracts'),
      header: TRADE_HEADER,
      times: MILLISECONDS,
      symbols: 'contracts',
    },
    options: null,
  },
});
