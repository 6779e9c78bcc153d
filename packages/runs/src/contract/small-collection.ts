import type { ControlledPlace, ControlSource } from './controlled-place.ts';

/** A fault of the archive. */
export type Fault = Parameters<ControlSource['faults']['add']>[0]['fault'];
export const FORBIDDEN = { kind: 'status', status: 403, code: 'AccessDenied' } as const;

/** Files of the request. */
export const DAYS = 5;
export const REQUEST = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-05' },
  engine: 's3',
  task_retry_attempts: 0,
  task_retry_delay_seconds: 0,
  retry_attempts: 0,
};

/** Where a collection reads from, and where it goes. */
export function places({ directory, archive }: ControlledPlace) {
  return { output_directory: directory, source: { endpoint: archive.url } };
}
