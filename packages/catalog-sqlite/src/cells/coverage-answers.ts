import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { SeriesParts } from '@tapehaul/archive';
import type { CellsQuery, Hole, HolesQuery, Page, SeenDays, SeriesCells } from '@tapehaul/catalog';
import {
  cursorOf,
  explainedHole,
  LongestHoles,
  MOST_CELLS,
  pageLimit,
  positionOf,
} from '@tapehaul/catalog/rules';
import { codeOf, type DayRange, faultOf, holesOf, stateOf } from '@tapehaul/coverage';
import { CellReader } from './cell-reader.ts';
import { HoleFactsReader } from './hole-facts-reader.ts';
import { SeenReader } from './seen-reader.ts';

/** Series whose holes are searched before others get their turn. */
const SERIES_AT_ONCE = 250;

/** Runs a reading in a transaction of its own. */
export type Read = <Result>(work: () => Result) => Result;

/** Answers what is known of each day, slice by slice. */
export class CoverageAnswers {
  readonly #read: Read;
  readonly #cells: CellReader;
  readonly #seen: SeenReader;
  readonly #facts: HoleFactsReader;

  constructor(database: DatabaseSync, read: Read) {
    this.#read = read;
    this.#cells = new CellReader(database);
    this.#seen = new SeenReader(database);
    this.#facts = new HoleFactsReader(database);
  }

  async cells(query: CellsQuery): Promise<Page<SeriesCells>> {
    const limit = pageLimit(query, MOST_CELLS);
    const rows: SeriesCells[] = [];
    let after = query.cursor === undefined ? '' : String(positionOf('cells', [''], query.cursor)[0]);
    for (;;) {
      const from = after;
      const { found, next } = this.#read(() => this.#cells.slice(query, from, limit - rows.length));
      rows.push(...found);
      if (next === null) return { rows, next: null };
      if (rows.length >= limit) return { rows, next: cursorOf('cells', [next]) };
      after = next;
      await setImmediate();
    }
  }

  async cellsOf(series: SeriesParts, range: DayRange): Promise<SeriesCells | undefined> {
    return this.#read(() => this.#cells.series(series, range));
  }

  async seenDays(series: SeriesParts): Promise<SeenDays | undefined> {
    return this.#read(() => this.#seen.days(series));
  }

  async explainDay(series: SeriesParts, day: string): Promise<Hole> {
    return this.#read(() => {
      const [code = 0] = this.#cells.series(series, { from: day, to: day })?.codes ?? [];
      return explainedHole({ series, first: day, last: day, days: 1, state: stateOf(code) }, this.#facts);
    });
  }

  async holes(query: HolesQuery): Promise<Page<Hole>> {
    const { faults = ['ours', 'archive'] } = query;
    const longest = new LongestHoles(query);
    for (let after: string | null = ''; after !== null; ) {
      const from: string = after;
      const { found, next } = this.#read(() => this.#cells.slice(query, from, SERIES_AT_ONCE));
      for (const { series, first, codes } of found) {
        for (const hole of holesOf({ first, codes })) {
          if (faults.includes(faultOf(codeOf(hole.state)))) longest.add({ series, ...hole });
        }
      }
      after = next;
      await setImmediate();
    }
    const { rows, next } = longest.page();
    return { rows: this.#read(() => rows.map((hole) => explainedHole(hole, this.#facts))), next };
  }
}
