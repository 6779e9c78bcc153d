import { type Column, type ColumnUnit, decimal, text, time } from '../spec/columns.ts';
import { ALWAYS_HEADER, MILLISECONDS } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';

function columns(quantity: ColumnUnit): readonly Column[] {
  return [
    time('time'),
    text('side'),
    text('order_type'),
    text('time_in_force'),
    decimal('original_quantity', quantity),
    decimal('price', 'quote'),
    decimal('average_price', 'quote'),
    text('order_status'),
    decimal('last_fill_quantity', quantity),
    decimal('accumulated_fill_quantity', quantity),
  ];
}

/** Orders that closed positions by force; ended in 2024, and removed from futures_um. */
export const liquidationSnapshot = dataType({
  name: 'liquidationSnapshot',
  row: 'one order that closed a position by force; rows may be written twice (#259)',
  hasIntervals: false,
  otherNames: [
    'liquidation',
    'liquidations',
    'liquidation_snapshots',
    'liquidation_orders',
    'force_orders',
    'forced_orders',
  ],
  rowKey: 'whole row',
  grid: { kind: 'events' },
  size: { kind: 'day', bytes: 13_000, evidence: 'public audit 2026-08' },
  markets: {
    spot: null,
    futures_um: {
      files: [
        {
          partition: 'daily',
          intervals: null,
          from: '2023-06-25',
          to: '2024-03-31',
          state: 'removed',
          confidence: 'H',
          evidence: '#337 #361 #420; the prefix now lists no keys',
        },
      ],
      columns: columns('base'),
      header: ALWAYS_HEADER,
      times: MILLISECONDS,
      symbols: 'all',
    },
    futures_cm: {
      files: [
        {
          partition: 'daily',
          intervals: null,
          from: '2023-06-25',
          to: '2024-10-14',
          state: 'ended',
          confidence: 'H',
          evidence: '#361, public audit 2026-08: 118 symbols, six days missing for BTC',
        },
      ],
      columns: columns('contracts'),
      header: ALWAYS_HEADER,
      times: MILLISECONDS,
      symbols: 'contracts',
    },
    options: null,
  },
});
