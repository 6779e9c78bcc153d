import { checkConfig, problemText } from '../src/index.ts';

/** A configuration of the keys that must be given. */
export const valid = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
};

/** What such a configuration with a change reads, or what is reported of it. */
export function read(change: object): Record<string, unknown> | string {
  const { config, problems } = checkConfig({ ...valid, ...change });
  return config === undefined ? problems.map(problemText).join('; ') : { ...config };
}
