import type { Partition } from '@tapehaul/archive';
import { endsVerdict, endsVerdicts, type MonthStatement, markedCode } from '../states/marking.ts';
import { codeOf, type DayState } from '../states/states.ts';
import { daysOfMonth, emptyCells, placesByYear } from './year-cells.ts';

/** A statement about consecutive files of a series. */
export interface CellSpan {
  /** Name of the series, such as `spot/klines/BTCUSDT/1h`. */
  readonly series: string;
  readonly partition: Partition;
  /** First and last period, both included: days, or months `2025-07`. */
  readonly first: string;
  readonly last: string;
  /** What is known of the files; verdicts are about days and stand in the daily partition. */
  readonly state: DayState;
  /** Of months: whether this is what a plan says that has listed the series, which ends all verdicts about their days. */
  readonly isListed?: boolean;
}

/** The cells of a series, a partition and a year. */
export interface YearCells {
  readonly series: string;
  readonly partition: Partition;
  readonly year: number;
  readonly cells: Uint8Array;
}

/** Gives the cells of a year as stored; undefined when there are none. The book changes only copies. */
export type LoadCells = (series: string, partition: Partition, year: number) => Uint8Array | undefined;

/** The cells of a year, and the place of the first that has changed. */
export interface ChangedYear extends YearCells {
  readonly from: number;
}

interface OpenYear extends YearCells {
  from: number;
}

/** Behind all places of a year. */
const UNCHANGED = Number.POSITIVE_INFINITY;

/** Applies statements to stored cells: loads each year once, and gives what has changed. */
export class CellBook {
  readonly #load: LoadCells;
  readonly #years = new Map<string, OpenYear>();

  constructor(load: LoadCells) {
    this.#load = load;
  }

  /** Records a statement. Nothing happens when the last period is before the first. Throws a RangeError for what is no period. */
  mark({ series, partition, first, last, state, isListed = false }: CellSpan): void {
    const next = codeOf(state);
    const isNewer = partition === 'monthly' && endsVerdicts(next);
    for (const { year, from, to } of placesByYear(partition, first, last)) {
      const open = this.#year(series, partition, year);
      for (let place = from; place <= to; place += 1) {
        const known = open.cells[place] ?? 0;
        if (isNewer) this.#endVerdicts(series, year, place, { known, next, isListed });
        const code = markedCode(partition, known, next);
        if (code === known) continue;
        open.cells[place] = code;
        open.from = Math.min(open.from, place);
      }
    }
  }

  /** The years that have changed since the book was last closed. */
  *changed(): Generator<ChangedYear> {
    for (const year of this.#years.values()) if (year.from < UNCHANGED) yield year;
  }

  /** Forgets all that was loaded; what has changed must have been stored. */
  close(): void {
    this.#years.clear();
  }

  #endVerdicts(series: string, year: number, month: number, statement: MonthStatement): void {
    const days = this.#year(series, 'daily', year);
    const { from, to } = daysOfMonth(year, month);
    for (let place = from; place < to; place += 1) {
      if (!endsVerdict(statement, days.cells[place] ?? 0)) continue;
      days.cells[place] = 0;
      days.from = Math.min(days.from, place);
    }
  }

  #year(series: string, partition: Partition, year: number): OpenYear {
    const key = `${series} ${partition} ${year}`;
    const known = this.#years.get(key);
    if (known !== undefined) return known;
    const cells = emptyCells(partition);
    const stored = this.#load(series, partition, year);
    if (stored !== undefined) cells.set(stored.subarray(0, cells.length));
    const open = { series, partition, year, cells, from: UNCHANGED };
    this.#years.set(key, open);
    return open;
  }
}
