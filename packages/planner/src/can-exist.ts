import type { SeriesId } from '@tapehaul/archive';
import { type Market, symbolMisfit } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, isPattern, patternExpression } from '@tapehaul/config';
import { namesFor, type PlanRequest } from './request/request.ts';

/** Whether a series may exist by what is known of the archive: the market has the type and interval, and such symbols. */
export function canExist(
  { market, dataType, symbol, interval }: SeriesId,
  { partition = 'auto' }: Pick<PlanRequest, 'partition'> = {},
): boolean {
  const hasType = BUILT_IN_MATRIX.some(
    (row) =>
      row.market === market &&
      row.dataType === dataType &&
      (partition === 'auto' || row.partition === partition) &&
      (interval === null || row.intervals?.includes(interval) === true),
  );
  return hasType && (isPattern(symbol) || symbolMisfit(symbol, market, dataType) === undefined);
}

/**
 * Whether a series that cannot exist was requested only because a request combines all of its markets, types, intervals and
 * symbols: it may exist in another market of the request.
 */
export function isByCombination(request: PlanRequest, series: SeriesId): boolean {
  if (canExist(series, request)) return false;
  return request.markets.some(
    (market) =>
      market !== series.market &&
      isNamed(request, market, series.symbol) &&
      canExist({ ...series, market }, request),
  );
}

function isNamed(request: PlanRequest, market: Market, symbol: string): boolean {
  return namesFor(request, market).some(
    (name) => name === symbol || (isPattern(name) && patternExpression(name).test(symbol)),
  );
}
