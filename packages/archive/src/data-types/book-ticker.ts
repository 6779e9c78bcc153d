import { type Column, type ColumnUnit, decimal, id, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, MILLISECONDS } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';
import { bothPartitions } from '../spec/files.ts';

function columns(quantity: ColumnUnit): readonly Column[] {
  return [
    id('update_id'),
    decimal('best_bid_price', 'quote'),
    decimal('best_bid_qty', quantity),
    decimal('best_ask_price', 'quote'),
    decimal('best_ask_qty', quantity),
    time('transaction_time'),
    time('event_time'),
  ];
}

/** Each change of the best bid and ask; ended in 2024. */
export const bookTicker = dataType({
  name: 'bookTicker',
  row: 'one change of the best bid or ask',
  hasIntervals: false,
  otherNames: ['book_tickers', 'best_bid_ask', 'bbo', 'best_price'],
  rowKey: ['update_id'],
  grid: { kind: 'events' },
  size: { kind: 'day', bytes: 100_000_000, evidence: 'order of magnitude of a busy symbol, not measured' },
  markets: {
    spot: null,
    futures_um: {
      files: [
        {
          partition: 'daily',
          intervals: null,
          from: '2023-05-16',
          to: '2024-03-30',
          state: 'ended',
          confidence: 'H',
          evidence: '#334 #380',
        },
        {
          partition: 'monthly',
          intervals: null,
          from: '2023-05-16',
          to: '2024-04-01',
          state: 'ended',
          confidence: 'H',
          evidence: '#334 #380; 2024-04 holds only its first hours',
        },
      ],
      columns: columns('base'),
      header: ALWAYS_HEADER,
      times: MILLISECONDS,
      symbols: 'all',
    },
    futures_cm: {
      files: bothPartitions({
        from: '2023-05-16',
        to: '2024-10-14',
        state: 'ended',
        confidence: 'M',
        evidence: '#380',
      }),
      columns: columns('contracts'),
      header: ALWAYS_HEADER,
      times: MILLISECONDS,
      symbols: 'contracts',
    },
    options: null,
  },
});
