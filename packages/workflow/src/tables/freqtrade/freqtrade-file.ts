import type { DataType, Series } from '@tapehaul/archive';
import type { ExportColumn } from '@tapehaul/lake';
import { pairName } from './pair-name.ts';

/** A file of freqtrade that is made of one series. */
export interface FreqtradeFile {
  readonly series: Series;
  /** Below the folder of freqtrade's data, with `/`. */
  readonly path: string;
  readonly columns: readonly ExportColumn[];
}

/** A series of which freqtrade has no file. */
export interface LeftOutSeries {
  readonly series: Series;
  readonly reason: string;
}

/** The ending that freqtrade gives to kinds of candles of futures. */
const CANDLES: Partial<Readonly<Record<DataType, string>>> = {
  klines: 'futures',
  markPriceKlines: 'mark',
  indexPriceKlines: 'index',
  premiumIndexKlines: 'premiumIndex',
};

/**
 * The file of freqtrade that is made of a series, as its Parquet handler names and reads it (2024-10): six columns of candles, by position,
 * and seven of trades. Rates of funding are candles of one hour whose open is the rate; freqtrade itself renames them to the
 * timeframe that it wants.
 */
export function freqtradeFile(series: Series): FreqtradeFile | LeftOutSeries {
  const { market, dataType, interval } = series;
  const named = pairName(series);
  if ('reason' in named) return { series, reason: named.reason };
  const { pair } = named;
  const folder = market === 'spot' ? '' : 'futures/';
  if (dataType === 'trades' || dataType === 'aggTrades')
    return { series, path: `${folder}${pair}-trades.parquet`, columns: TRADES[dataType] };
  if (dataType === 'fundingRate')
    return { series, path: `${folder}${pair}-1h-funding_rate.parquet`, columns: FUNDING };
  const ending = CANDLES[dataType];
  if (ending === undefined || interval === null)
    return { series, reason: `freqtrade has no files of ${dataType}` };
  const timeframe = interval === '1mo' ? '1Mo' : interval;
  const kind = market === 'spot' ? '' : `-${ending}`;
  const path = `${folder}${pair}-${timeframe}${kind}.parquet`;
  return { series, path, columns: dataType === 'klines' ? OHLCV : OHLC };
}

const TIME: ExportColumn = { name: 'date', is: 'time', of: 'open_time' };
const PRICES = ['open', 'high', 'low', 'close'].map(double);
const OHLCV = [TIME, ...PRICES, double('volume')];
const OHLC = [TIME, ...PRICES, zero('volume')];

const FUNDING: readonly ExportColumn[] = [
  // Without the milliseconds, since freqtrade joins these times with those of candles.
  { name: 'date', is: 'time', of: 'funding_time' },
  { name: 'open', is: 'double', of: 'last_funding_rate' },
  ...['high', 'low', 'close', 'volume'].map(zero),
];

const TRADES = {
  trades: tradeColumns('id', 'time', 'qty'),
  aggTrades: tradeColumns('agg_trade_id', 'transact_time', 'quantity'),
} as const;

function tradeColumns(id: string, time: string, quantity: string): readonly ExportColumn[] {
  return [
    { name: 'timestamp', is: 'milliseconds', of: time },
    { name: 'id', is: 'text', of: id },
    { name: 'type', is: 'no text' },
    { name: 'side', is: 'side', of: 'is_buyer_maker' },
    { name: 'price', is: 'double', of: 'price' },
    { name: 'amount', is: 'double', of: quantity },
    { name: 'cost', is: 'product', of: ['price', quantity] },
  ];
}

function double(name: string): ExportColumn {
  return { name, is: 'double', of: name };
}

function zero(name: string): ExportColumn {
  return { name, is: 'zero' };
}
