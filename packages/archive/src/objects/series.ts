import { isCandleType } from '../data-types.ts';
import type { Series, SeriesId } from './object.ts';

/** The named parts of a series, as a record has them: what a later version of this program may have added stays readable. */
export interface SeriesParts {
  readonly market: string;
  readonly dataType: string;
  readonly symbol: string;
  readonly interval: string | null;
}

/**
 * The name of a series, for screens, reports and the columns of a record: `spot/klines/BTCUSDT/1h` or `spot/trades/BTCUSDT`.
 * Empty parts at its end are left out, so that the parts of any name give this name again.
 */
export function formatSeries({ market, dataType, symbol, interval }: SeriesParts): string {
  const parts = [market, dataType, symbol, interval ?? ''];
  while (parts.at(-1) === '') parts.pop();
  return parts.join('/');
}

/** The parts of a name that {@link formatSeries} has written; parts that are missing are empty. */
export function seriesParts(name: string): SeriesParts {
  const [market = '', dataType = '', symbol = '', interval = null] = name.split('/');
  return { market, dataType, symbol, interval };
}

/** The series with these parts; nothing when the data type and the interval do not fit each other. */
export function asSeries({ market, dataType, symbol, interval }: SeriesId): Series | undefined {
  if (!isCandleType(dataType)) return interval === null ? { market, dataType, symbol, interval } : undefined;
  return interval === null ? undefined : { market, dataType, symbol, interval };
}
