import { formatSeries } from '@tapehaul/archive';
import type { Page } from '../records/queries.ts';
import type { HolesQuery } from '../stores/coverage.ts';
import { cursorOf, positionOf } from './cursor.ts';
import type { UnexplainedHole } from './explained-hole.ts';
import { pageLimit } from './page-limit.ts';

/** Chooses the page of a list of holes, the longest first, from all of them in any order; keeps only what may be on it. */
export class LongestHoles {
  readonly #limit: number;
  readonly #after: SortKey | undefined;
  #kept: UnexplainedHole[] = [];
  /** Holes behind this key are on no page of this length. */
  #last: SortKey | undefined;

  /** Throws a TapehaulError `cursor_invalid` for a cursor of another list. */
  constructor(query: HolesQuery) {
    this.#limit = pageLimit(query);
    if (query.cursor === undefined) return;
    const [days, series, first] = positionOf('holes', [0, '', ''], query.cursor);
    this.#after = { days: Number(days), series: String(series), first: String(first) };
  }

  add(hole: UnexplainedHole): void {
    const key = sortKeyOf(hole);
    if (this.#after !== undefined && compare(key, this.#after) <= 0) return;
    if (this.#last !== undefined && compare(key, this.#last) > 0) return;
    this.#kept.push(hole);
    if (this.#kept.length >= 4 * (this.#limit + 1)) this.#trim();
  }

  /** The page, with the cursor of the next. */
  page(): Page<UnexplainedHole> {
    this.#trim();
    const rows = this.#kept.slice(0, this.#limit);
    const last = rows.at(-1);
    if (last === undefined || this.#kept.length <= this.#limit) return { rows, next: null };
    const { days, series, first } = sortKeyOf(last);
    return { rows, next: cursorOf('holes', [days, series, first]) };
  }

  #trim(): void {
    const keys = new Map(this.#kept.map((hole) => [hole, sortKeyOf(hole)]));
    const sorted = [...keys].sort(([, a], [, b]) => compare(a, b)).slice(0, this.#limit + 1);
    this.#kept = sorted.map(([hole]) => hole);
    this.#last = sorted.length > this.#limit ? sorted.at(-1)?.[1] : undefined;
  }
}

interface SortKey {
  readonly days: number;
  readonly series: string;
  readonly first: string;
}

function sortKeyOf({ days, series, first }: UnexplainedHole): SortKey {
  return { days, series: formatSeries(series), first };
}

/** Longer holes come first, then the order of series and days. */
function compare(a: SortKey, b: SortKey): number {
  if (a.days !== b.days) return b.days - a.days;
  if (a.series !== b.series) return a.series < b.series ? -1 : 1;
  return a.first < b.first ? -1 : Number(a.first > b.first);
}
