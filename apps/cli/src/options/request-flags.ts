import type { Command } from 'commander';
import { directoryName, listed } from './option-values.ts';

/** A request by flags alone, in place of a configuration file. */
export interface RequestFlags {
  readonly market?: readonly string[];
  readonly symbol?: readonly string[];
  readonly type?: readonly string[];
  readonly interval?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly dir?: string;
}

/** How the option of the output directory is typed. */
export const DIR_FLAGS = '-o, --dir <directory>';

/** Lets a command take a request by flags: lists have commas, or the flag is repeated. */
export function addRequestFlags(command: Command): Command {
  return addDayFlags(addSeriesFlags(command)).option(
    DIR_FLAGS,
    'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)',
    directoryName,
  );
}

/** Lets a command take series by flags. */
export function addSeriesFlags(command: Command): Command {
  return command
    .option('--market <markets>', 'markets, e.g. spot or spot,futures_um', listed)
    .option('--symbol <symbols>', "symbols, e.g. BTCUSDT,ETHUSDT, or a pattern, e.g. '*USDT'", listed)
    .option('--type <types>', 'data types, e.g. klines', listed)
    .option('--interval <intervals>', 'candle intervals, e.g. 1h,1d', listed);
}

/** Lets a command take days by flags. */
export function addDayFlags(command: Command): Command {
  return command
    .option('--from <day>', 'first day or month, UTC: 2025-01-15 or 2025-01')
    .option('--to <day>', 'last day or month, UTC, or latest (the default)');
}

/** Whether any part of a request is given by flags. */
export function isByFlags({ market, symbol, type, interval, from, to }: RequestFlags): boolean {
  return [market, symbol, type, interval, from, to].some((flag) => flag !== undefined);
}

/** The values of a configuration that flags give, by path; what is missing or wrong is reported when it is checked. */
export function overridesOfFlags(flags: RequestFlags): Record<string, string | readonly string[]> {
  const { market, symbol, type, interval, from, to, dir } = flags;
  return {
    ...(market === undefined ? {} : { markets: market }),
    ...(symbol === undefined ? {} : { symbols: symbol }),
    ...(type === undefined ? {} : { data_types: type }),
    ...(interval === undefined ? {} : { intervals: interval }),
    ...(from === undefined ? {} : { 'date_range.start': firstDay(from) }),
    ...(to === undefined ? {} : { 'date_range.end': lastDay(to) }),
    ...(dir === undefined ? {} : { output_directory: dir }),
  };
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

function firstDay(text: string): string {
  return MONTH.test(text) ? `${text}-01` : text;
}

function lastDay(text: string): string {
  const [, year, month] = MONTH.exec(text) ?? [];
  if (year === undefined || month === undefined) return text;
  return `${text}-${new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()}`;
}
