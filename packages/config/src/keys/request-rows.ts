import { asList } from '../values/read-list.ts';
import { partitions, wholeRange } from './date-rules.ts';
import { type KeyRow, type KeyRule, refuse, use } from './key-rule.ts';

const list = (path: string): KeyRule => use(path, asList);

const NARROW =
  'tapehaul downloads everything in the request: narrow symbols, data_types or date_range instead';

/** Keys that say what is fetched. */
export const REQUEST_ROWS: readonly KeyRow[] = [
  ['market market_type market_types market_list trading_types segments', list('markets')],
  [
    'symbol symbol_list symbols_list pair pairs trading_pair trading_pairs ticker tickers instruments',
    list('symbols'),
  ],
  [
    'exclude excluded exclude_pairs excluded_symbols skip_symbols ignore_symbols symbol_blacklist blacklist',
    list('exclude_symbols'),
  ],
  ['data_type types dataset datasets data_kinds feeds', list('data_types')],
  [
    'interval timeframe timeframes kline_interval kline_intervals candle_intervals resolution',
    list('intervals'),
  ],
  ['partitions partition_type partition_types', partitions],
  [
    'frequency granularity period',
    refuse('write "partition" ("daily", "monthly") or "intervals" (["1h"]), whichever you mean'),
  ],
  [
    'start start_date start_day start_time from from_date date_from begin begin_date since first_date',
    use('date_range.start'),
  ],
  ['end end_date end_day end_time to to_date date_to until last_date stop_date', use('date_range.end')],
  ['date day target_date single_date dates month year', wholeRange],
  [
    'days_back lookback lookback_days last_n_days num_days n_days days',
    refuse(
      'write "date_range": {"start": "2025-07-01", "end": "latest"} with a fixed start: a moving one would leave gaps',
    ),
  ],
  [
    'max_files limit file_limit max_symbols sample sample_size top_n max_file_size max_file_size_mb',
    refuse(NARROW),
  ],
  [
    'assets asset coins coin bases base_assets quote quotes quote_asset quote_assets',
    refuse('write "symbols", where patterns are allowed: ["BTCUSDT", "*USDT"]'),
  ],
];
