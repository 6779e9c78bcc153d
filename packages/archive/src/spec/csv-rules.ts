import type { Market } from './markets.ts';

/** How times are written in a file. */
export type TimeUnit = 'milliseconds' | 'microseconds' | 'text';

/** How files write times: one unit, or another one from a day on. */
export interface TimeRule {
  readonly unit: TimeUnit;
  readonly later: { readonly from: string; readonly unit: TimeUnit } | null;
  readonly evidence: string;
}

/** Milliseconds since 1970-01-01 UTC, in files of every age. */
export const MILLISECONDS: TimeRule = {
  unit: 'milliseconds',
  later: null,
  evidence: '#386 #387: futures and options stay with milliseconds',
};

/** Spot files count in microseconds from 2025 on. */
export const SPOT_TIMES: TimeRule = {
  unit: 'milliseconds',
  later: { from: '2025-01-01', unit: 'microseconds' },
  evidence: 'binance-public-data README, #386 #387',
};

/** Times as text, `2025-07-01 08:00:00` UTC or a day and an hour. */
export const TEXT_TIMES: TimeRule = { unit: 'text', later: null, evidence: 'seen in published files' };

/** From which day on the first line of a file names the columns: a UTC day, `always` or `never`. */
export interface HeaderRule {
  readonly from: string;
  readonly evidence: string;
}

/** Spot files have no header line. */
export const NO_HEADER: HeaderRule = { from: 'never', evidence: '#246, freqtrade loader' };

/** A header line in every file that was seen. */
export const ALWAYS_HEADER: HeaderRule = { from: 'always', evidence: 'seen in published files' };

/** Futures candles; about that day. */
export const CANDLE_HEADER: HeaderRule = { from: '2022-05-01', evidence: '#246; about that day' };

/** Futures trades and aggTrades. */
export const TRADE_HEADER: HeaderRule = { from: '2022-08-11', evidence: '#177 #278' };

/** How a column of type `flag` is written in each market. */
export const FLAG_WORDS: Readonly<Record<Market, { readonly yes: string; readonly no: string }>> = {
  spot: { yes: 'True', no: 'False' },
  futures_um: { yes: 'true', no: 'false' },
  futures_cm: { yes: 'true', no: 'false' },
  options: { yes: 'true', no: 'false' },
};
