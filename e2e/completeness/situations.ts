import { daysBetween, formatKey } from '@tapehaul/archive';
import type { ListedSymbol } from '@tapehaul/archive-simulator';
import type { CollectionConfigInput } from '@tapehaul/config';
import type { Flaws } from './flawed-archive.ts';

/** A situation: what is wrong with the archive, what is requested, and on which day. */
export interface Situation {
  /** UTC. */
  readonly today: string;
  readonly request: Partial<CollectionConfigInput>;
  /** Symbols of the archive; those of the simulator by default. */
  readonly symbols?: readonly ListedSymbol[];
  /** What is wrong from the start. */
  readonly flaws?: (flaws: Flaws) => void;
  /** What goes wrong after a first collection, which ends well; without it, there is none. */
  readonly later?: (flaws: Flaws) => void;
}

const TODAY = '2025-09-25';
const AUGUST = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
const JANUARY_2022 = { date_range: { start: '2022-01-01', end: '2022-01-31' } };
const FOUR_DAYS = { date_range: { start: '2025-08-01', end: '2025-08-04' } };

/** The key of hourly candles of a spot symbol, of a day or a month. */
export function keyOf(period: string, symbol = 'BTCUSDT'): string {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return formatKey({ market: 'spot', dataType: 'klines', symbol, interval: '1h', partition, period });
}

const days = (first: string, last: string, symbol?: string): string[] =>
  Array.from(daysBetween(first, last), (day) => keyOf(day, symbol));
const add = (to: Set<string>, ...keys: readonly string[]): void => {
  for (const key of keys) to.add(key);
};
const two = days('2025-08-02', '2025-08-03');
const lives = (market: ListedSymbol['market'], symbol: string, from: string, to: string | null = null) => ({
  market,
  symbol,
  from,
  to,
});

/** Each situation by its name in docs/completeness.md. */
export const SITUATIONS: Readonly<Record<string, Situation>> = {
  'nothing is wrong': { today: TODAY, request: AUGUST },
  'short month': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ short }) => add(short, keyOf('2025-08')),
  },
  'short month, 2 of its days do not exist': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ short, missing }) => {
      add(short, keyOf('2025-08'));
      add(missing, ...two);
    },
  },
  'absent month': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ missing }) => add(missing, keyOf('2025-08')),
  },
  'absent month, by the matrix': {
    today: TODAY,
    request: { ...AUGUST, planning: 'matrix' },
    flaws: ({ missing }) => add(missing, keyOf('2025-08')),
  },
  'absent month, 2 of its days do not exist': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ missing }) => add(missing, keyOf('2025-08'), ...two),
  },
  'disputed month': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ staleSidecar }) => add(staleSidecar, keyOf('2025-08')),
  },
  'disputed month, by the matrix': {
    today: TODAY,
    request: { ...AUGUST, planning: 'matrix' },
    flaws: ({ staleSidecar }) => add(staleSidecar, keyOf('2025-08')),
  },
  'disputed month, 2 of its days do not exist': {
    today: TODAY,
    request: AUGUST,
    flaws: ({ staleSidecar, missing }) => {
      add(staleSidecar, keyOf('2025-08'));
      add(missing, ...two);
    },
  },
  '2 missing days': {
    today: TODAY,
    request: FOUR_DAYS,
    flaws: ({ missing }) => add(missing, ...two),
  },
  '2 missing days, by the matrix': {
    today: TODAY,
    request: { ...FOUR_DAYS, planning: 'matrix' },
    flaws: ({ missing }) => add(missing, ...two),
  },
  '2 late days': {
    today: TODAY,
    request: { date_range: { start: '2025-09-21', end: '2025-09-24' } },
    flaws: ({ missing }) => add(missing, ...days('2025-09-23', '2025-09-24')),
  },
  'stale sidecar': {
    today: TODAY,
    request: FOUR_DAYS,
    flaws: ({ staleSidecar }) => add(staleSidecar, keyOf('2025-08-02')),
  },
  'missing sidecar': {
    today: TODAY,
    request: FOUR_DAYS,
    flaws: ({ bare }) => add(bare, keyOf('2025-08-02')),
  },
  'replaced file': {
    today: TODAY,
    request: { ...FOUR_DAYS, recheck: { listing_days: 0 } },
    later: ({ replaced }) => add(replaced, keyOf('2025-08-02')),
  },
  'removed file': {
    today: TODAY,
    request: { ...FOUR_DAYS, recheck: { listing_days: 0 } },
    later: ({ missing }) => add(missing, keyOf('2025-08-02')),
  },
  'ended type': {
    today: TODAY,
    request: {
      markets: ['futures_um'],
      data_types: ['bookTicker'],
      date_range: { start: '2024-03-29', end: '2024-04-02' },
    },
  },
  'last month of an ended type': {
    today: TODAY,
    request: {
      markets: ['futures_cm'],
      symbols: ['BTCUSD_PERP'],
      data_types: ['bookTicker'],
      date_range: { start: '2024-10-01', end: '2024-10-31' },
    },
  },
  'last month of an ended type, by the matrix': {
    today: TODAY,
    request: {
      markets: ['futures_cm'],
      symbols: ['BTCUSD_PERP'],
      data_types: ['bookTicker'],
      date_range: { start: '2024-10-01', end: '2024-10-31' },
      planning: 'matrix',
    },
  },
  'delisted symbol': {
    today: TODAY,
    request: { symbols: ['BTTUSDT'], date_range: { start: '2022-01-17', end: '2022-01-20' } },
  },
  'last month of a delisted symbol': {
    today: TODAY,
    request: { symbols: ['BTTUSDT'], ...JANUARY_2022 },
  },
  'last month of a delisted symbol, short': {
    today: TODAY,
    request: { symbols: ['BTTUSDT'], ...JANUARY_2022 },
    flaws: ({ short }) => add(short, keyOf('2022-01', 'BTTUSDT')),
  },
  'last month of a delisted symbol, disputed': {
    today: TODAY,
    request: { symbols: ['BTTUSDT'], ...JANUARY_2022 },
    flaws: ({ staleSidecar }) => add(staleSidecar, keyOf('2022-01', 'BTTUSDT')),
  },
  'first month of a symbol': {
    today: TODAY,
    request: { symbols: ['NEWUSDT'], ...AUGUST },
    symbols: [lives('spot', 'NEWUSDT', '2025-08-20')],
  },
  'symbol that was listed again': {
    today: TODAY,
    request: FOUR_DAYS,
    flaws: ({ missing }) => {
      add(missing, ...days('2025-06-01', '2025-08-02'), keyOf('2025-06'), keyOf('2025-07'), keyOf('2025-08'));
    },
  },
  'reused symbol, and the settled one': {
    today: TODAY,
    request: {
      markets: ['futures_um'],
      symbols: ['BNXUSDT', 'BNXUSDTSETTLED'],
      date_range: { start: '2023-02-09', end: '2023-02-12' },
    },
    symbols: [
      lives('futures_um', 'BNXUSDTSETTLED', '2022-01-01', '2023-02-10'),
      lives('futures_um', 'BNXUSDT', '2023-02-12'),
    ],
  },
  typo: { today: TODAY, request: { ...FOUR_DAYS, symbols: ['BTCUSTD'] } },
  'typo, by the matrix': {
    today: TODAY,
    request: { ...FOUR_DAYS, symbols: ['BTCUSTD'], planning: 'matrix' },
  },
  'wrong market': { today: TODAY, request: { ...FOUR_DAYS, symbols: ['BTCUSD_PERP'] } },
  'type that the market never had': {
    today: TODAY,
    request: { ...FOUR_DAYS, data_types: ['fundingRate'] },
  },
};
