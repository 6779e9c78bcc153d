import type { FaultPlan } from '@tapehaul/archive-simulator';

const common = { retry_attempts: 0, task_retry_delay_seconds: 0, partition: 'daily', engine: 's3' };

/** What is collected: a set that is in order, one with failures and gaps, and one that is in progress. */
export const SETS = {
  funding: {
    ...common,
    output_directory: 'funding-rates',
    markets: ['futures_um'],
    symbols: ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT'],
    data_types: ['klines'],
    intervals: ['1d'],
    date_range: { start: '2025-06-01', end: '2025-07-14' },
  },
  spot: {
    ...common,
    output_directory: 'spot-candles',
    markets: ['spot'],
    symbols: 'BTCUSDT ETHUSDT BNBUSDT SOLUSDT XRPUSDT ADAUSDT DOGEUSDT DOTUSDT LINKUSDT LTCUSDT'.split(' '),
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-03-01', end: '2025-07-17' },
  },
  trades: {
    ...common,
    output_directory: 'futures-trades',
    markets: ['futures_um'],
    symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'],
    data_types: ['aggTrades'],
    date_range: { start: '2025-06-16', end: '2025-07-15' },
    max_parallel_downloads: 3,
  },
} as const;

/** Files of the run in progress that are not answered while pictures are taken. */
export const HELD = /SOLUSDT-aggTrades-2025-0(?:6-2[1-9]|6-30|7-\d\d)\.zip$/;

/** Plants what goes wrong; returns what lets the held files go. */
export function plantFaults(faults: FaultPlan): () => void {
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  faults.add({ key: /spot.*BTCUSDT-1h-2025-07-0[34]\.zip$/, fault: denied });
  faults.add({ key: /spot.*DOGEUSDT-1h-2025-06-(?:2\d|30)\.zip$/, fault: denied });
  faults.add({ key: /spot.*SOLUSDT-1h-2025-05-20\.zip$/, fault: { kind: 'alter' } });
  faults.add({ key: /spot.*XRPUSDT-1h-2025-07-11\.zip$/, fault: { kind: 'truncate', bytes: 100 } });
  faults.add({ key: /spot.*ETHUSDT-1h-2025-06-1[0-2]\.zip$/, fault: { kind: 'missing' } });
  faults.add({ key: /spot.*ADAUSDT-1h-2025-04-(?:0[1-9]|1\d)\.zip$/, fault: { kind: 'missing' } });
  let letGo = (): void => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  faults.add({ key: HELD, fault: { kind: 'hold', until } });
  return letGo;
}
