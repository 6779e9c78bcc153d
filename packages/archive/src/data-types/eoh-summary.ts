import { type Column, day, decimal, hour, text } from '../spec/columns.ts';
import { ALWAYS_HEADER, TEXT_TIMES } from '../spec/csv-rules.ts';
import { dataType } from '../spec/data-type-spec.ts';

const inUsdt = (name: string): Column => decimal(name, 'USDT');
const asRatio = (name: string): Column => decimal(name, 'ratio');

/** The state of each option at the end of each hour; ended in 2023, by day only. */
export const EOHSummary = dataType({
  name: 'EOHSummary',
  row: 'one option at the end of one hour',
  hasIntervals: false,
  otherNames: ['eoh', 'eoh_summaries', 'end_of_hour_summary', 'option_summary', 'options_summary'],
  rowKey: ['date', 'hour', 'symbol'],
  grid: {
    kind: 'step',
    seconds: 3_600,
    rows: null,
    exact: true,
    evidence: 'public audit 2026-08; one row for each option that trades',
  },
  size: { kind: 'day', bytes: 50_000, evidence: 'estimated from its number of columns, not measured' },
  markets: {
    spot: null,
    futures_um: null,
    futures_cm: null,
    options: {
      files: [
        {
          partition: 'daily',
          intervals: null,
          from: '2023-05-18',
          to: '2023-10-23',
          state: 'ended',
          confidence: 'H',
          evidence: 'public audit 2026-08; 147 files of 159 days',
        },
      ],
      columns: [
        day('date'),
        hour('hour'),
        ...['symbol', 'underlying', 'type'].map(text),
        ...['strike', 'open', 'high', 'low', 'close'].map(inUsdt),
        decimal('volume_contracts', 'contracts'),
        ...['volume_usdt', 'best_bid_price', 'best_ask_price'].map(inUsdt),
        ...['best_bid_qty', 'best_ask_qty'].map((name) => decimal(name, 'contracts')),
        ...['best_buy_iv', 'best_sell_iv'].map(asRatio),
        inUsdt('mark_price'),
        asRatio('mark_iv'),
        ...['delta', 'gamma', 'vega', 'theta'].map((name) => decimal(name, null)),
        decimal('openinterest_contracts', 'contracts'),
        inUsdt('openinterest_usdt'),
      ],
      header: ALWAYS_HEADER,
      times: TEXT_TIMES,
      symbols: { coins: ['BTC', 'ETH', 'BNB', 'XRP', 'DOGE'], ending: 'USDT' },
    },
  },
});
