import { type DataType, type Interval, isCandleType, type Market, symbolMisfit } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type CollectionConfig, type Matrix } from '@tapehaul/config';
import type { Answer, VerdictSeries } from './answer.ts';
import { planSeries, type Scope } from './series.ts';
import { never } from './verdicts.ts';

/** The parts of a configuration that a plan depends on. */
export type PlanRequest = Pick<
  CollectionConfig,
  'markets' | 'symbols' | 'data_types' | 'intervals' | 'date_range' | 'partition'
>;

/** What a plan needs beside the request. */
export interface PlanOptions {
  /** The current UTC day, which decides what can be published; today by default. */
  readonly today?: string;
  /** What the archive holds, and which intervals to take when the request names none; built in by default. */
  readonly matrix?: Matrix;
}

/**
 * Plans a request: every object that it needs and a verdict for every span it cannot have, in the order
 * market, data type, symbol, interval, time. Pure and lazy: nothing is read, and memory does not grow with
 * the request. Each day of each series is covered by exactly one answer.
 */
export function* plan(request: PlanRequest, options: PlanOptions = {}): Generator<Answer, void, undefined> {
  const { start: first, end: last } = request.date_range;
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const matrix = options.matrix ?? BUILT_IN_MATRIX;
  const scope: Scope = { first, last, today, partition: request.partition, matrix };
  for (const market of request.markets) {
    for (const dataType of request.data_types) {
      const intervals = chosenIntervals(market, dataType, request.intervals, matrix);
      for (const symbol of request.symbols) yield* planSymbol(market, dataType, symbol, intervals, scope);
    }
  }
}

function* planSymbol(
  market: Market,
  dataType: DataType,
  symbol: string,
  intervals: readonly Interval[],
  scope: Scope,
): Generator<Answer, void, undefined> {
  const whole: VerdictSeries = { market, dataType, symbol, interval: null };
  const misfit = symbolMisfit(symbol, market, dataType);
  if (misfit !== undefined) yield never(whole, scope, misfit.reason, misfit.likely);
  else if (!isCandleType(dataType)) yield* planSeries({ market, dataType, symbol, interval: null }, scope);
  else if (intervals.length === 0) yield never(whole, scope, `${market} has no ${dataType}`);
  else for (const interval of intervals) yield* planSeries({ market, dataType, symbol, interval }, scope);
}

/**
 * The intervals of a candle type to plan: those of the request, else all that the matrix names, else (when
 * it is silent on the type) all that the archive has.
 */
function chosenIntervals(
  market: Market,
  dataType: DataType,
  requested: readonly Interval[] | undefined,
  matrix: Matrix,
): readonly Interval[] {
  if (requested !== undefined) return requested;
  const named = namedIntervals(market, dataType, matrix);
  return named.length > 0 ? named : namedIntervals(market, dataType, BUILT_IN_MATRIX);
}

function namedIntervals(market: Market, dataType: DataType, matrix: Matrix): readonly Interval[] {
  const rows = matrix.filter((row) => row.market === market && row.dataType === dataType);
  return [...new Set(rows.flatMap((row) => row.intervals ?? []))];
}
