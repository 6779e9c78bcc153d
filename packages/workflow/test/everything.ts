import { DATA_TYPES, MARKETS } from '@tapehaul/archive';
import type { BuildTablesOptions, CheckTablesOptions } from '../src/index.ts';

/** All that is held, as doubles, with the better source of each day. */
export const everything: CheckTablesOptions & Pick<BuildTablesOptions, 'rebuild' | 'retries'> = {
  request: {
    markets: [...MARKETS],
    symbols: ['*'],
    exclude_symbols: [],
    data_types: [...DATA_TYPES],
    date_range: { start: '2017-01-01', end: 'latest' },
  },
  numbers: 'double',
  repair: 'days',
  rebuild: false,
  retries: { retries: 0, retryDelaySeconds: 0 },
};
