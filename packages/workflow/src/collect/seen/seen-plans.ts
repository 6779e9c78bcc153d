import {
  addDays,
  asSeries,
  dayNumber,
  dayText,
  firstDayOf,
  formatSeries,
  monthOf,
  type Series,
  type SeriesId,
} from '@tapehaul/archive';
import type { Catalog, SeenDays, SeenSeries } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { joinedDays, type SeriesReading, type SettledSeries } from '../../plan/settled/settled-series.ts';
import type { PlanStep } from '../../plan/steps/plan-step.ts';

/** A plan, and where what it has gone through is noted. */
export interface SeenPlace {
  readonly catalog: Pick<Catalog, 'forgetSeen'>;
  /** Receives what the plan has gone through, in order. */
  readonly seen: SeenSeries[];
  readonly config: Pick<CollectionConfig, 'date_range' | 'partition'>;
  /** The UTC day of the plan. */
  readonly today: string;
}

/** Days of a series behind which its days change often: late days, rebuilt months, holes that are filled. */
const RECENT_DAYS = 92;

/**
 * Notes of each series of a plan that it was gone through, once its last step was stored: the next plan takes what is settled of
 * it from the record. A series of which a held file is not in place is planned in whole again. The run records what is noted
 * once its files are settled: a run that ends before may have found a month absent, and not have planned its days.
 */
export class SeenPlans {
  readonly #place: SeenPlace;
  readonly #settled: SettledSeries;
  readonly #days: Pick<SeenDays, 'first' | 'last'>;
  readonly #oldUntil: string;
  #open: { readonly series: SeriesId; isInPlace: boolean } | undefined;

  constructor(place: SeenPlace, settled: SettledSeries) {
    this.#place = place;
    this.#settled = settled;
    const { start, end } = place.config.date_range;
    this.#days = { first: start, last: end === 'latest' ? addDays(place.today, -1) : end };
    const recent = firstDayOf(monthOf(dayText(dayNumber(place.today) - RECENT_DAYS)));
    this.#oldUntil = addDays(recent, -1);
  }

  /** Passes the steps of a plan on, and notes its series once their steps were taken. */
  async *through<Step extends PlanStep<unknown>>(
    steps: AsyncIterable<Step[]>,
  ): AsyncGenerator<Step[], void, undefined> {
    for await (const group of steps) {
      yield group;
      for (const step of group) this.#step(step);
    }
    this.#end();
  }

  #step(step: PlanStep<unknown>): void {
    const series = step.kind === 'verdict' || step.kind === 'settled' ? step.series : step.object;
    if (this.#open === undefined || !isSame(this.#open.series, series)) {
      this.#end();
      this.#open = { series, isInPlace: true };
    }
    if (step.kind === 'lost') this.#open.isInPlace = false;
    if (step.kind !== 'file' || step.held === undefined || step.found !== undefined) return;
    // A file without a proof is checked by its task, and is never settled.
    if (step.held.proof !== 'none') this.#open.isInPlace = false;
  }

  /** Notes the series whose last step was received. */
  #end(): void {
    const open = this.#open;
    this.#open = undefined;
    const series = open && asSeries(open.series);
    const reading = series && this.#settled.take(formatSeries(series));
    if (open !== undefined && series !== undefined && reading !== undefined)
      this.#seen(series, reading, open.isInPlace);
  }

  #seen(series: Series, { seen, hasOther, isWhole }: SeriesReading, isInPlace: boolean): void {
    const { catalog, config, today } = this.#place;
    if (seen === undefined && !isInPlace) {
      if (hasOther) catalog.forgetSeen(series);
      return;
    }
    if (!isWhole && !isInPlace) return;
    const days = joinedDays(seen, this.#days);
    if (days.last < days.first) return;
    // Where something is not in place, the series is checked again by the next plan; so it is after a plan of a part of its days.
    const isAll = this.#days.first <= days.first && this.#days.last >= days.last;
    const checkedOn = isWhole && isInPlace && isAll ? today : (seen?.checkedOn ?? today);
    const isKnown = seen?.first === days.first && seen.last === days.last && seen.checkedOn === checkedOn;
    if (isKnown) return;
    const terms = this.#settled.termsOf(series);
    const { partition } = config;
    this.#place.seen.push({ series, terms, partition, ...days, checkedOn, oldUntil: this.#oldUntil });
  }
}

function isSame(one: SeriesId, other: SeriesId): boolean {
  return (
    one.symbol === other.symbol &&
    one.interval === other.interval &&
    one.dataType === other.dataType &&
    one.market === other.market
  );
}
