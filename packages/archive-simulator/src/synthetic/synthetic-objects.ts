import {
  type ArchiveObject,
  AVAILABILITY,
  type Availability,
  addDays,
  availabilityOf,
  type DataType,
  daysBetween,
  hasSymbol,
  type Market,
  monthOf,
  monthsBetween,
  type Partition,
  publication,
  type Series,
} from '@tapehaul/archive';
import type { ListedSymbol } from './listed-symbol.ts';

/** Days from the first to the last, both included. */
export interface DaySpan {
  readonly first: string;
  readonly last: string;
}

const PUBLISHED_ROWS = AVAILABILITY.filter((row) => row.state !== 'removed');

/** Which objects the synthetic archive holds: the availability table × listed symbols, up to a day. */
export class SyntheticObjects {
  readonly #symbols: ReadonlyMap<string, ListedSymbol>;
  readonly #lastDay: Readonly<Record<Partition, string>>;

  constructor(symbols: readonly ListedSymbol[], today: string) {
    this.#symbols = new Map(symbols.map((listed) => [`${listed.market} ${listed.symbol}`, listed]));
    this.#lastDay = { daily: lastPublished('daily', today), monthly: lastPublished('monthly', today) };
  }

  /** Rows of a market, and of a partition and type when these are given. */
  rows(market: Market, partition?: Partition, dataType?: DataType): readonly Availability[] {
    return PUBLISHED_ROWS.filter(
      (row) =>
        row.market === market &&
        (partition === undefined || row.partition === partition) &&
        (dataType === undefined || row.dataType === dataType),
    );
  }

  /** Symbols of a market that have the type. */
  symbols(market: Market, dataType: DataType): string[] {
    return [...this.#symbols.values()]
      .filter((listed) => listed.market === market && hasSymbol(market, dataType, listed.symbol))
      .map((listed) => listed.symbol);
  }

  /** Days for which a series has data in a partition; nothing when it never had any. */
  days(series: Series, partition: Partition): DaySpan | undefined {
    const { market, dataType, symbol, interval } = series;
    const listed = this.#symbols.get(`${market} ${symbol}`);
    const row = availabilityOf(market, dataType, partition, interval, PUBLISHED_ROWS);
    if (listed === undefined || row === undefined || !hasSymbol(market, dataType, symbol)) return undefined;
    const first = listed.from > row.from ? listed.from : row.from;
    const lasts = [listed.to, row.to, this.#lastDay[partition]].filter((day) => day !== null);
    const last = lasts.reduce((one, other) => (one < other ? one : other));
    return first > last ? undefined : { first, last };
  }

  /** Periods of a series' files, oldest first. */
  *periods(series: Series, partition: Partition): Generator<string> {
    const days = this.days(series, partition);
    if (days === undefined) return;
    yield* partition === 'daily' ? daysBetween(days.first, days.last) : monthsBetween(days.first, days.last);
  }

  /** Days with data in an object; nothing when there is no such object. */
  daysOf(object: ArchiveObject): DaySpan | undefined {
    const days = this.days(object, object.partition);
    if (days === undefined) return undefined;
    const cut = (day: string): string => (object.partition === 'daily' ? day : monthOf(day));
    const isHeld = object.period >= cut(days.first) && object.period <= cut(days.last);
    return isHeld ? days : undefined;
  }
}

/** The last day that lies in a period which is published on that day. */
function lastPublished(partition: Partition, today: string): string {
  let day = today;
  const period = (): string => (partition === 'daily' ? day : monthOf(day));
  while (publication({ partition, period: period() }).due > today) day = addDays(day, -1);
  return day;
}
