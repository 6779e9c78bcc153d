import type { LinePlan } from '../parse/line-plan.ts';
import type { RowCells } from '../parse/row-cells.ts';
import { DAY } from '../parse/time-text.ts';
import { GrowingRows } from '../rows/growing-rows.ts';
import type { TableRows } from '../rows/table-rows.ts';

/** A day is taken to be complete when a row comes from so long after it, in microseconds: rows that are late by less are no trouble. */
const GRACE = 3_600_000_000;
/** Days that are open at once. A month has 31; more come from a file of which little makes sense. */
const MOST_DAYS = 64;

/** Numbers of days since 1970. */
export interface OpenDaysOptions {
  readonly isWanted: (day: number) => boolean;
  /** Whether the file is about that day. A row of another one, such as of a wrong year, makes no day complete. */
  readonly isOfPeriod: (day: number) => boolean;
  /** Rows kept at once, as long as there is more than one day. */
  readonly mostRows: number;
}

/** A day of which all rows have come. */
export interface CompleteDay {
  /** Number of the day since 1970. */
  readonly day: number;
  /** In the order of the file. */
  readonly rows: TableRows;
}

/**
 * Cuts rows by UTC day. A day is complete once a row from long enough after it has come that is kept itself, so that at the end of a pass at
 * least one day is whole. Memory is bounded by the largest day and the rows that come before the one is complete.
 */
export class OpenDays {
  /** Days of which rows are missing here: to be read in another pass. */
  readonly late: Set<number> = new Set();
  readonly #plan: LinePlan;
  readonly #cells: RowCells;
  readonly #options: OpenDaysOptions;
  readonly #open = new Map<number, GrowingRows>();
  readonly #done = new Set<number>();
  #complete: CompleteDay[] = [];
  /** Where rows go from and to these times; null where they are not kept. */
  #rows: GrowingRows | null = null;
  #from = 0;
  #to = 0;
  #room: number;

  constructor(plan: LinePlan, cells: RowCells, options: OpenDaysOptions) {
    this.#plan = plan;
    this.#cells = cells;
    this.#options = options;
    this.#room = options.mostRows;
  }

  /** Takes the row in the cells, of that time in microseconds since 1970 UTC. */
  add(time: number): void {
    if (!(time >= this.#from && time < this.#to)) this.#enter(time);
    if (this.#rows === null) return;
    this.#rows.append(this.#cells);
    if (--this.#room < 0) this.#makeRoom();
  }

  /** No more rows come: all days are complete. */
  end(): void {
    this.#completeBefore(Number.POSITIVE_INFINITY);
  }

  /** Days that have become complete since the last time, in order. */
  takeComplete(): readonly CompleteDay[] {
    const complete = this.#complete;
    this.#complete = [];
    return complete;
  }

  #enter(time: number): void {
    const day = Math.floor(time / DAY);
    this.#from = day * DAY;
    this.#to = this.#from + DAY;
    this.#rows = this.#rowsOf(day);
    if (this.#rows === null || !this.#options.isOfPeriod(day)) return;
    if (time >= this.#from + GRACE) {
      this.#from += GRACE;
      this.#completeBefore(day);
    } else {
      this.#to = this.#from + GRACE;
      this.#completeBefore(day - 1);
    }
  }

  #rowsOf(day: number): GrowingRows | null {
    if (!this.#options.isWanted(day)) return null;
    const rows = this.#open.get(day);
    if (rows !== undefined) return rows;
    if (this.#done.has(day) || this.late.has(day) || this.#open.size === MOST_DAYS) {
      this.late.add(day);
      return null;
    }
    const { schema, numbers } = this.#plan;
    const opened = new GrowingRows(schema, numbers);
    this.#open.set(day, opened);
    return opened;
  }

  #completeBefore(day: number): void {
    const days = [...this.#open.keys()].filter((open) => open < day).sort((one, other) => one - other);
    for (const of of days) {
      const rows = this.#open.get(of);
      if (rows === undefined) continue;
      this.#room += rows.count;
      this.#complete.push({ day: of, rows: rows.takeRows() });
      this.#open.delete(of);
      this.#done.add(of);
    }
  }

  /** Leaves the latest days to another pass. */
  #makeRoom(): void {
    while (this.#room < 0 && this.#open.size > 1) {
      const latest = Math.max(...this.#open.keys());
      this.#room += this.#open.get(latest)?.count ?? 0;
      this.#open.delete(latest);
      this.late.add(latest);
      // Where the next row goes is to be found out anew.
      this.#to = 0;
    }
  }
}
