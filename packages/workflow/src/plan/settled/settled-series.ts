import {
  type ArchiveObject,
  addDays,
  dayNumber,
  firstDayOf,
  formatSeries,
  lastDayOf,
  type Series,
} from '@tapehaul/archive';
import type { CatalogReader, SeenDays } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import { type DayState, settledSpans } from '@tapehaul/coverage';
import { SettledDays } from '@tapehaul/planner';
import { PlanTerms } from './plan-terms.ts';
import { isDue } from './recheck-turn.ts';

/** What decides which answers a plan takes from the record. */
export interface SettledOptions {
  /** Nothing is settled where there is none. */
  readonly record: CatalogReader | undefined;
  readonly config: CollectionConfig;
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
}

/** How a series was planned. */
export interface SeriesReading {
  /** What earlier plans have seen of it under the same terms. */
  readonly seen: SeenDays | undefined;
  /** Whether something was seen under other terms. */
  readonly hasOther: boolean;
  /** Whether all of it is planned, settled or not. */
  readonly isWhole: boolean;
  /** What is settled of it by now, whether it is planned or not. */
  readonly settled: SettledDays;
  /** The same by whatever terms it was seen under: what the archive lacked for good. */
  readonly known: SettledDays;
}

/**
 * Takes the answers on settled days from the record. A series is planned in whole where no plan has gone through it under the same
 * terms, and when it is its turn to be checked; always where everything is to be fetched or hashed again.
 */
export class SettledSeries {
  readonly #terms: PlanTerms;
  readonly #options: SettledOptions;
  readonly #readings = new Map<string, SeriesReading>();
  #isEachWhole = false;

  constructor(options: SettledOptions) {
    this.#options = options;
    this.#terms = new PlanTerms(options.config, options.matrix);
  }

  /** Names what the plan of a series depends on; opaque. */
  termsOf(series: Series): string {
    return this.#terms.of(series);
  }

  /** From now on, every series is planned in whole. */
  planWhole(): void {
    this.#isEachWhole = true;
  }

  /** What is settled of a series; undefined where all of it is to be planned. */
  readonly of = async (series: Series): Promise<SettledDays | undefined> => {
    const reading = await this.#read(series);
    this.#readings.set(formatSeries(series), reading);
    return reading.isWhole ? undefined : reading.settled;
  };

  /** How a series was planned, which is forgotten with that; undefined for one of which nothing was read. */
  take(name: string): SeriesReading | undefined {
    const reading = this.#readings.get(name);
    this.#readings.delete(name);
    return reading;
  }

  /** Whether a held file is taken for what the record says, without a check of the disk. */
  trusts(object: ArchiveObject): boolean {
    if (this.#options.config.recheck.disk !== 'none') return false;
    const { period } = object;
    const [first, last] = period.length === 7 ? [firstDayOf(period), lastDayOf(period)] : [period, period];
    const settled = this.#readings.get(formatSeries(object))?.settled;
    return settled?.covers(dayNumber(first), dayNumber(last)) ?? false;
  }

  /** Whether the archive lacked a file for good, as far as was known before this plan. */
  wasMissing(object: ArchiveObject): boolean {
    const { period } = object;
    const day = dayNumber(period.length === 7 ? firstDayOf(period) : period);
    const [part] = this.#readings.get(formatSeries(object))?.known.parts(day, day) ?? [];
    return part?.span !== undefined && MISSING.has(part.span.state);
  }

  async #read(series: Series): Promise<SeriesReading> {
    const { record, config, today } = this.#options;
    const { force_redownload, paranoid, recheck } = config;
    const found = await record?.seenDays(series);
    const seen = found?.terms === this.termsOf(series) ? found : undefined;
    const reading = { seen, hasOther: found !== undefined && seen === undefined };
    const known = new SettledDays(
      found === undefined ? [] : [...settledSpans(found.first, found.runs, today)],
    );
    const settled = seen === undefined ? new SettledDays([]) : known;
    const isForced = force_redownload || paranoid;
    const isWhole =
      this.#isEachWhole ||
      isForced ||
      seen === undefined ||
      settled.isEmpty ||
      isDue(formatSeries(series), seen.checkedOn, today, recheck.listing_days);
    return { ...reading, settled, known, isWhole };
  }
}

/** States of days that the archive should have, and did not. */
const MISSING: ReadonlySet<DayState> = new Set(['gap', 'absent', 'month_short']);

/** Days that two spans have together; those of the second where they do not touch. */
export function joinedDays(
  known: Pick<SeenDays, 'first' | 'last'> | undefined,
  { first, last }: Pick<SeenDays, 'first' | 'last'>,
): Pick<SeenDays, 'first' | 'last'> {
  if (known === undefined || known.last < addDays(first, -1) || known.first > addDays(last, 1))
    return { first, last };
  return { first: known.first < first ? known.first : first, last: known.last > last ? known.last : last };
}
