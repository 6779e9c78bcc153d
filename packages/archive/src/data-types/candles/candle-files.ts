import type { ColumnUnit } from '../../spec/columns.ts';
import { type Column, count, decimal, filler, time } from '../../spec/columns.ts';
import { CANDLE_HEADER, MILLISECONDS } from '../../spec/csv-rules.ts';
import type { MarketSpec, TypicalSize } from '../../spec/data-type-spec.ts';
import type { FilesSpec } from '../../spec/files.ts';
import type { SymbolRule } from '../../spec/symbol-rule.ts';
import { INTERVALS, type Interval } from '../../time/intervals.ts';

/** `1s` to `1d`. */
export const SECONDS_TO_DAY: readonly Interval[] = INTERVALS.slice(0, INTERVALS.indexOf('1d') + 1);
/** `3d`, `1w` and `1mo`. */
export const BEYOND_A_DAY: readonly Interval[] = INTERVALS.slice(SECONDS_TO_DAY.length);

const MINUTES_TO_DAY = SECONDS_TO_DAY.filter((interval) => interval !== '1s');

/** Files of candles, which depend on their number of rows only. */
export const CANDLE_SIZE: TypicalSize = {
  kind: 'row',
  bytes: 43,
  fileBytes: 500,
  evidence: '62 kB for the 1,440 candles of a 1m day (public audit 2026-08)',
};

/** Dates of futures candles, and who saw them. */
export interface CandleFacts extends Pick<FilesSpec, 'from' | 'confidence' | 'evidence'> {
  /** First day of the first monthly file, where that is not the first day of the daily files. */
  readonly firstMonth?: string;
}

/** What a futures market has of a candle type. */
export function futuresCandles(
  facts: CandleFacts,
  columns: readonly Column[],
  symbols: SymbolRule,
): MarketSpec {
  return { files: futuresFiles(facts), columns, header: CANDLE_HEADER, times: MILLISECONDS, symbols };
}

/**
 * The daily folders of 3d, 1w and 1mo are left out: they stopped in 2023 and hold files at dates of their own, not
 * one a day.
 */
function futuresFiles({ firstMonth, ...facts }: CandleFacts): MarketSpec['files'] {
  const live = { intervals: MINUTES_TO_DAY, state: 'live', to: null, ...facts } as const;
  const from = firstMonth ?? facts.from;
  const ended = {
    partition: 'monthly',
    state: 'ended',
    from,
    confidence: 'M',
    evidence: 'support for long intervals ended, use 1d (#443 #373)',
  } as const;
  return [
    { partition: 'daily', ...live },
    { partition: 'monthly', ...live, from },
    { ...ended, intervals: ['3d'], to: '2024-01-31' },
    { ...ended, intervals: ['1w', '1mo'], to: '2024-02-29' },
  ];
}

/** Columns of candles of trades, by the units of their prices and volumes. */
export function tradeCandles(price: ColumnUnit, volume: ColumnUnit, value: ColumnUnit): readonly Column[] {
  return [
    ...openToClose(price),
    decimal('volume', volume),
    time('close_time'),
    decimal('quote_volume', value),
    count('count'),
    decimal('taker_buy_volume', volume),
    decimal('taker_buy_quote_volume', value),
    filler('ignore'),
  ];
}

/** Columns of candles of a price that is not traded: those of volumes are filled with zeros. */
export function priceCandles(price: ColumnUnit): readonly Column[] {
  const names = ['quote_volume', 'count', 'taker_buy_volume', 'taker_buy_quote_volume', 'ignore'];
  return [...openToClose(price), filler('volume'), time('close_time'), ...names.map(filler)];
}

function openToClose(price: ColumnUnit): readonly Column[] {
  return [time('open_time'), ...['open', 'high', 'low', 'close'].map((name) => decimal(name, price))];
}
