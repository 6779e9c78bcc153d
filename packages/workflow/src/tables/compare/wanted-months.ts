import { availabilityOf, formatSeries, monthOf, type Series } from '@tapehaul/archive';

/** Days of a series and month that are worth a comparison, and why. */
export interface WantedMonth {
  readonly series: Series;
  /** `2025-07`. */
  readonly period: string;
  /** In order. */
  readonly days: readonly string[];
  /** Rules that are broken, in order. */
  readonly rules: readonly string[];
  /** Whether the monthly file cannot be read, so that no table is built with it. */
  readonly isBroken: boolean;
}

interface Gathered {
  readonly series: Series;
  readonly period: string;
  /** A bit for each day, the lowest for the first. */
  bits: number;
  readonly rules: string[];
  isBroken: boolean;
}

/** Gathers days that are worth a comparison, by series and month. A month costs some hundred bytes, however many days it has. */
export class WantedMonths {
  readonly #months = new Map<string, Gathered>();

  /** Adds days of a series of which the archive has daily files; others are left out. */
  add(series: Series, days: Iterable<string>, rule?: string): void {
    if (availabilityOf(series.market, series.dataType, 'daily', series.interval) === undefined) return;
    for (const day of days) {
      const own = this.#monthOf(series, monthOf(day));
      own.bits |= 1 << (Number(day.slice(8)) - 1);
      if (rule !== undefined && !own.rules.includes(rule)) own.rules.push(rule);
    }
  }

  /** Adds all days of a month whose file cannot be read. */
  addBroken(series: Series, month: string, days: Iterable<string>): void {
    this.add(series, days, 'source_broken');
    const own = this.#months.get(nameOf(series, month));
    if (own !== undefined) own.isBroken = true;
  }

  get isEmpty(): boolean {
    return this.#months.size === 0;
  }

  /** The months in the order of series and months. */
  *inOrder(): Generator<WantedMonth, void, undefined> {
    for (const name of [...this.#months.keys()].sort()) {
      const own = this.#months.get(name);
      if (own === undefined) continue;
      const { series, period, bits, rules, isBroken } = own;
      const days = DAYS.filter((day) => (bits >>> (day - 1)) & 1);
      const texts = days.map((day) => `${period}-${String(day).padStart(2, '0')}`);
      yield { series, period, days: texts, rules: rules.toSorted(), isBroken };
    }
  }

  #monthOf(series: Series, period: string): Gathered {
    const name = nameOf(series, period);
    const own = this.#months.get(name) ?? { series, period, bits: 0, rules: [], isBroken: false };
    this.#months.set(name, own);
    return own;
  }
}

const DAYS = Array.from({ length: 31 }, (_, at) => at + 1);

function nameOf(series: Series, month: string): string {
  return `${formatSeries(series)}/${month}`;
}
