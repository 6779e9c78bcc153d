import {
  dayNumber,
  daysBetween,
  firstDayOf,
  formatSeries,
  lastDayOf,
  type Partition,
  type SeriesId,
} from '@tapehaul/archive';
import type { CoverageReader, SeriesCells } from '@tapehaul/catalog';
import { type DayState, isHeld, stateOf } from '@tapehaul/coverage';
import type { KnownAnswer } from '@tapehaul/planner';

/** Days of a series, both included. */
interface Span {
  readonly series: SeriesId;
  first: string;
  last: string;
}

/** What the record knows of each day of the series that some answers speak of. */
export class KnownDays {
  readonly #cells: ReadonlyMap<string, SeriesCells>;

  private constructor(cells: ReadonlyMap<string, SeriesCells>) {
    this.#cells = cells;
  }

  /** Reads the days that the answers speak of: one look-up a series. */
  static async of(
    answers: readonly KnownAnswer[],
    record: Pick<CoverageReader, 'cellsOf'>,
  ): Promise<KnownDays> {
    const spans = new Map<string, Span>();
    for (const answer of answers) {
      // What is settled was read already, and may reach back for years.
      if (answer.kind === 'settled') continue;
      const series = answer.kind === 'object' ? answer.object : answer.series;
      const { first, last } = answer.kind === 'object' ? spanOf(answer.object) : answer;
      const name = formatSeries(series);
      const span = spans.get(name);
      if (span === undefined) spans.set(name, { series, first, last });
      else {
        if (first < span.first) span.first = first;
        if (last > span.last) span.last = last;
      }
    }
    const cells = new Map<string, SeriesCells>();
    for (const [name, { series, first, last }] of spans) {
      const { market, dataType, symbol, interval } = series;
      const found = await record.cellsOf({ market, dataType, symbol, interval }, { from: first, to: last });
      if (found !== undefined) cells.set(name, found);
    }
    return new KnownDays(cells);
  }

  /** Whether nothing is known of any of the series. */
  get isEmpty(): boolean {
    return this.#cells.size === 0;
  }

  /** The states of the days of a series from one to another, both included. */
  *states(
    series: SeriesId,
    first: string,
    last: string,
  ): Generator<{ readonly day: string; readonly state: DayState }> {
    const known = this.#cells.get(formatSeries(series));
    const start = known === undefined ? 0 : dayNumber(first) - dayNumber(known.first);
    let place = start;
    for (const day of daysBetween(first, last)) {
      yield { day, state: stateOf(known?.codes[place] ?? 0) };
      place += 1;
    }
  }

  /** Whether any of those days is held. */
  holdsAny(series: SeriesId, first: string, last: string): boolean {
    const known = this.#cells.get(formatSeries(series));
    if (known === undefined) return false;
    const start = dayNumber(known.first);
    const from = Math.max(0, dayNumber(first) - start);
    return known.codes.subarray(from, Math.max(from, dayNumber(last) - start + 1)).some(isHeld);
  }
}

/** First and last day of a file. */
export function spanOf({ partition, period }: { readonly partition: Partition; readonly period: string }): {
  readonly first: string;
  readonly last: string;
} {
  if (partition === 'daily') return { first: period, last: period };
  return { first: firstDayOf(period), last: lastDayOf(period) };
}
