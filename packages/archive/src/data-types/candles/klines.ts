import { NO_HEADER, SPOT_TIMES } from '../../spec/csv-rules.ts';
import { dataType } from '../../spec/data-type-spec.ts';
import { BEYOND_A_DAY, CANDLE_SIZE, futuresCandles, SECONDS_TO_DAY, tradeCandles } from './candle-files.ts';

/** Candles of trades. */
export const klines = dataType({
  name: 'klines',
  row: 'open, high, low, close and volumes of one interval',
  hasIntervals: true,
  otherNames: [
    'kline',
    'kline_data',
    'klines_data',
    'candle',
    'candles',
    'candlestick',
    'candlesticks',
    'ohlc',
    'ohlcv',
    'bars',
    'spot_klines',
  ],
  rowKey: ['open_time'],
  grid: { kind: 'interval' },
  size: CANDLE_SIZE,
  markets: {
    spot: {
      files: [
        {
          partition: 'daily',
          intervals: SECONDS_TO_DAY,
          from: '2017-08-17',
          to: null,
          state: 'live',
          confidence: 'H',
          evidence: 'public audit 2026-08, #405',
        },
        {
          partition: 'monthly',
          intervals: SECONDS_TO_DAY,
          from: '2017-08-17',
          to: null,
          state: 'live',
          confidence: 'H',
          evidence: '#241, public audit 2026-08',
        },
        {
          partition: 'monthly',
          intervals: BEYOND_A_DAY,
          from: '2017-08-17',
          to: null,
          state: 'live',
          lateAfterDays: 240,
          confidence: 'H',
          evidence: '#438; by month only, and months late: in 2026-09 the newest 1w was of 2026-04',
        },
      ],
      columns: tradeCandles('quote', 'base', 'quote'),
      header: NO_HEADER,
      times: SPOT_TIMES,
      symbols: 'all',
    },
    futures_um: futuresCandles(
      {
        from: '2019-12-31',
        firstMonth: '2020-01-01',
        confidence: 'H',
        evidence: 'freqtrade loader, public decision record 2026-10',
      },
      tradeCandles('quote', 'base', 'quote'),
      'all',
    ),
    // The columns that are named after the quote asset hold the base asset (#267, binance-public-data README).
    futures_cm: futuresCandles(
      { from: '2020-08-11', confidence: 'H', evidence: '#227' },
      tradeCandles('quote', 'contracts', 'base'),
      'contracts',
    ),
    options: null,
  },
});
