import { addDays } from '@tapehaul/archive';

/** A configuration of so many small daily files, over S3; where from and where to is added. */
export function smallFiles(files: number): object {
  return {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    date_range: { start: '2017-09-01', end: addDays('2017-09-01', files - 1) },
    max_parallel_downloads: 16,
    engine: 's3',
  };
}
