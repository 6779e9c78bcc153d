import { formatSeries, isDay, isMonth, type SeriesParts } from '@tapehaul/archive';
import type {
  CellRecord,
  CellsQuery,
  Hole,
  HolesQuery,
  ObjectRecord,
  Page,
  SeenDays,
  SeenSeries,
  SeriesCells,
} from '@tapehaul/catalog';
import { explainedHole, type HoleFacts, LongestHoles, MOST_CELLS } from '@tapehaul/catalog/rules';
import {
  CellBook,
  codeOf,
  type DayRange,
  type DayState,
  faultOf,
  holesOf,
  isRequested,
  lastOf,
  rangeCodes,
  runLengths,
  seriesDays,
  stateOf,
  type YearCells,
} from '@tapehaul/coverage';
import { pageBy } from '../runs/memory-pages.ts';

/** What is known of one series. */
interface KnownSeries {
  readonly series: SeriesParts;
  readonly years: Map<string, YearCells>;
  changedAt: number;
}

/** What a file is known to be that is held with that proof. */
const STATE_OF_PROOF = { sidecar: 'proved', accepted: 'accepted', none: 'unverified' } as const;

/** What a record in memory knows of each file. */
export class MemoryCells {
  readonly #series = new Map<string, KnownSeries>();
  readonly #seen = new Map<string, SeenSeries>();

  mark({ series, ...span }: CellRecord): void {
    const name = formatSeries(series);
    const known = this.#series.get(name) ?? { series, years: new Map<string, YearCells>(), changedAt: 0 };
    const book = new CellBook((_, partition, year) => known.years.get(`${partition} ${year}`)?.cells);
    book.mark({ series: name, ...span });
    for (const year of book.changed()) {
      known.years.set(`${year.partition} ${year.year}`, year);
      known.changedAt = Date.now();
      this.#series.set(name, known);
    }
  }

  /** Marks the file of an object that is held now. */
  hold(object: ObjectRecord): void {
    this.#markObject(object, STATE_OF_PROOF[object.proof]);
  }

  forget(former: ObjectRecord | undefined): void {
    if (former !== undefined) this.#markObject(former, 'unknown');
  }

  see(seen: SeenSeries): void {
    this.#seen.set(formatSeries(seen.series), seen);
  }

  forgetSeen(series: SeriesParts): void {
    this.#seen.delete(formatSeries(series));
  }

  seenDays(series: SeriesParts): SeenDays | undefined {
    const seen = this.#seen.get(formatSeries(series));
    if (seen === undefined) return undefined;
    const { oldUntil: _, ...days } = seen;
    const years = this.#series.get(formatSeries(series))?.years.values() ?? [];
    return { ...days, runs: runLengths(rangeCodes(years, seen.partition, seen.first, seen.last)) };
  }

  page(query: CellsQuery): Page<SeriesCells> {
    const place = ({ series }: SeriesCells): [string] => [formatSeries(series)];
    return pageBy('cells', this.#requested(query), query, place, 'ascending', MOST_CELLS);
  }

  of(series: SeriesParts, range: DayRange): SeriesCells | undefined {
    const known = this.#series.get(formatSeries(series));
    const days = known && seriesDays(known.years.values(), range);
    return days && { series, ...days, last: lastOf(days), changedAt: known?.changedAt ?? 0 };
  }

  explain(series: SeriesParts, day: string, facts: HoleFacts): Hole {
    const [code = 0] = this.of(series, { from: day, to: day })?.codes ?? [];
    return explainedHole({ series, first: day, last: day, days: 1, state: stateOf(code) }, facts);
  }

  holes(query: HolesQuery, facts: HoleFacts): Page<Hole> {
    const { faults = ['ours', 'archive'] } = query;
    const longest = new LongestHoles(query);
    for (const { series, first, codes } of this.#requested(query)) {
      for (const hole of holesOf({ first, codes }))
        if (faults.includes(faultOf(codeOf(hole.state)))) longest.add({ series, ...hole });
    }
    const { rows, next } = longest.page();
    return { rows: rows.map((hole) => explainedHole(hole, facts)), next };
  }

  #requested(query: CellsQuery): SeriesCells[] {
    const { prefix = '' } = query;
    return [...this.#series.keys()]
      .filter((name) => name.startsWith(prefix))
      .sort((a, b) => (a < b ? -1 : Number(a > b)))
      .flatMap((name) => {
        const series = this.#series.get(name)?.series;
        return series !== undefined && isRequested(series, query) ? (this.of(series, query) ?? []) : [];
      });
  }

  #markObject({ series, partition, period }: ObjectRecord, state: DayState): void {
    if (series === null || period === null) return;
    const span = { series, first: period, last: period, state };
    if (partition === 'daily' && isDay(period)) this.mark({ ...span, partition });
    if (partition === 'monthly' && isMonth(period)) this.mark({ ...span, partition });
  }
}
