import { addDays } from '@tapehaul/archive';

/** Days of each series, at most: the archive simulator has some more. */
const DAYS = 2_500;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'LTCUSDT'];
const INTERVALS = ['1h', '2h'];

/** A configuration of that many small daily files, 20,000 at most, over S3; where from and where to is added. */
export function smallFiles(files: number): object {
  const symbols = SYMBOLS.slice(0, Math.ceil(files / DAYS));
  const intervals = INTERVALS.slice(0, Math.ceil(files / DAYS / SYMBOLS.length));
  const days = files / symbols.length / intervals.length;
  if (!Number.isInteger(days) || days > DAYS) throw new Error(`no set of series has ${files} files`);
  return {
    markets: ['spot'],
    symbols,
    data_types: ['klines'],
    intervals,
    partition: 'daily',
    planning: 'matrix',
    date_range: { start: '2019-01-01', end: addDays('2019-01-01', days - 1) },
    max_parallel_downloads: 16,
    engine: 's3',
  };
}
