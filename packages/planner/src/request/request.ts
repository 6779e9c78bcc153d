import {
  type Availability,
  asSeries,
  availabilityOf,
  type DataType,
  type Interval,
  isCandleType,
  type Market,
  type Partition,
  type Series,
  type SymbolMisfit,
  symbolMisfit,
} from '@tapehaul/archive';
import {
  BUILT_IN_MATRIX,
  type CollectionConfig,
  isPattern,
  type Matrix,
  patternExpression,
} from '@tapehaul/config';

/** The parts of a configuration that a plan depends on. */
export type PlanRequest = Pick<CollectionConfig, 'markets' | 'symbols' | 'data_types' | 'date_range'> &
  Partial<Pick<CollectionConfig, 'intervals' | 'partition' | 'exclude_symbols'>>;

/** The rows of the matrix that a series is planned by, and what to say when there are none. */
export interface SeriesRows {
  readonly daily: Availability | undefined;
  readonly monthly: Availability | undefined;
  readonly missing: string;
}

/** All intervals of one market and data type that a request names, with their rows. */
export interface RequestedType {
  readonly market: Market;
  readonly dataType: DataType;
  readonly intervals: readonly (SeriesRows & { readonly interval: Interval | null })[];
}

/** A series of a request with its rows, or a symbol that cannot exist there. */
export type Requested =
  | { readonly kind: 'series'; readonly series: Series; readonly rows: SeriesRows }
  | {
      readonly kind: 'misfit';
      readonly type: RequestedType;
      readonly symbol: string;
      readonly misfit: SymbolMisfit;
    };

/** The markets and types of a request, in order, with the rows of their intervals. */
export function* requestedTypes(request: PlanRequest, matrix: Matrix): Generator<RequestedType> {
  for (const market of request.markets) {
    for (const dataType of request.data_types) {
      const names = isCandleType(dataType)
        ? chosenIntervals(market, dataType, request.intervals, matrix)
        : [null];
      const intervals = names.map((interval) => ({
        interval,
        ...rowsOf(market, dataType, interval, request, matrix),
      }));
      yield { market, dataType, intervals };
    }
  }
}

/**
 * Each series of a type for some symbols, in order; one misfit for a symbol that the type cannot have. A
 * symbol that is known to exist is no misfit, whatever its form; a pattern among the symbols fits none.
 */
export function* requestedSeries(
  type: RequestedType,
  symbols: readonly string[],
  existing: ReadonlySet<string> = new Set(),
): Generator<Requested> {
  const { market, dataType, intervals } = type;
  for (const symbol of symbols) {
    const misfit = misfitOf(type, symbol, existing);
    if (misfit !== undefined) yield { kind: 'misfit', type, symbol, misfit };
    else {
      for (const { interval, ...rows } of intervals) {
        const series = asSeries({ market, dataType, symbol, interval });
        if (series !== undefined) yield { kind: 'series', series, rows };
      }
    }
  }
}

function misfitOf(
  { market, dataType }: RequestedType,
  symbol: string,
  existing: ReadonlySet<string>,
): SymbolMisfit | undefined {
  if (!BUILT_IN_MATRIX.some((row) => row.market === market && row.dataType === dataType)) {
    return { reason: `${market} has no ${dataType}`, likely: undefined };
  }
  if (isPattern(symbol)) return { reason: 'no symbol that is listed fits this pattern', likely: undefined };
  return existing.has(symbol) ? undefined : symbolMisfit(symbol, market, dataType);
}

/** Whether some symbols of a market are given as patterns, so that the archive must be listed for their names. */
export function hasPatterns(request: PlanRequest, market: Market): boolean {
  return namesFor(request, market).some(isPattern);
}

/**
 * The symbols of a request in a market, without those excluded: those named, in order, then those of the
 * existing ones that fit its patterns, then the patterns that fit none.
 */
export function symbolsFor(request: PlanRequest, market: Market, existing: Iterable<string> = []): string[] {
  const names = namesFor(request, market);
  const all = [...existing];
  const patterns = names.filter(isPattern);
  const excluded = matcher(request.exclude_symbols ?? []);
  const found = all.filter(matcher(patterns)).sort();
  const idle = patterns.filter((pattern) => !all.some(matcher([pattern])));
  const named = names.filter((name) => !isPattern(name));
  return [...new Set([...named, ...found])].filter((symbol) => !excluded(symbol)).concat(idle);
}

/** The symbols and patterns of a request in a market. */
export function namesFor({ symbols }: PlanRequest, market: Market): readonly string[] {
  return Array.isArray(symbols) ? symbols : (symbols[market] ?? []);
}

function matcher(patterns: readonly string[]): (symbol: string) => boolean {
  const expressions = patterns.map(patternExpression);
  return (symbol) => expressions.some((expression) => expression.test(symbol));
}

function rowsOf(
  market: Market,
  dataType: DataType,
  interval: Interval | null,
  { partition = 'auto' }: PlanRequest,
  matrix: Matrix,
): SeriesRows {
  const row = (wanted: Partition): Availability | undefined =>
    availabilityOf(market, dataType, wanted, interval, matrix) ??
    availabilityOf(market, dataType, wanted, interval, BUILT_IN_MATRIX);
  const name = `${dataType}${interval === null ? '' : ` ${interval}`}`;
  if (partition === 'auto') {
    return { daily: row('daily'), monthly: row('monthly'), missing: `${market} has no ${name}` };
  }
  const other = partition === 'daily' ? 'monthly' : 'daily';
  const only = row(other) === undefined ? '' : `, only ${other} files`;
  const rows = { daily: undefined, monthly: undefined, [partition]: row(partition) };
  return { ...rows, missing: `${market} has no ${partition} ${name}${only}` };
}

/** Those of the request, else all that the matrix names, else (when it is silent on the type) all there are. */
function chosenIntervals(
  market: Market,
  dataType: DataType,
  requested: PlanRequest['intervals'],
  matrix: Matrix,
): readonly Interval[] {
  const ofType = Array.isArray(requested) || !isCandleType(dataType) ? requested : requested?.[dataType];
  if (Array.isArray(ofType)) return ofType;
  const named = namedIntervals(market, dataType, matrix);
  return named.length > 0 ? named : namedIntervals(market, dataType, BUILT_IN_MATRIX);
}

function namedIntervals(market: Market, dataType: DataType, matrix: Matrix): readonly Interval[] {
  const rows = matrix.filter((row) => row.market === market && row.dataType === dataType);
  return [...new Set(rows.flatMap((row) => row.intervals ?? []))];
}
