import {
  type ArchiveObject,
  dayNumber,
  type Partition,
  type Series,
  type SeriesId,
  seriesKeys,
} from '@tapehaul/archive';
import type { DayState } from '@tapehaul/coverage';
import type { Scope } from '../request/scope.ts';
import type { KnownAnswer, Listed, ObjectAnswer, PlannedBy, VerdictAnswer, VerdictName } from './answer.ts';

/** The answers of one series, in the order of time; verdicts that follow each other and agree are joined. */
export class Draft {
  #answers: KnownAnswer[] = [];
  readonly #series: SeriesId;
  readonly #scope: Scope;
  readonly #by: PlannedBy;
  /** The last verdict, or the last settled days, which days to come may extend. */
  #open: OpenVerdict | OpenSettled | undefined;

  constructor(series: SeriesId, scope: Scope, by: PlannedBy) {
    this.#series = series;
    this.#scope = scope;
    this.#by = by;
  }

  /** An empty draft for the same series. */
  another(): Draft {
    return new Draft(this.#series, this.#scope, this.#by);
  }

  /** Adds an object. */
  object(key: string, object: ArchiveObject, listed?: Listed, more?: ObjectDetails): void {
    this.#close();
    const by = this.#by;
    if (listed !== undefined) this.#answers.push({ kind: 'object', key, object, by, listed, ...more });
    else if (more === undefined) this.#answers.push({ kind: 'object', key, object, by });
    else this.#answers.push({ kind: 'object', key, object, by, ...more });
  }

  /** Adds a verdict on days; nothing when there are none. */
  verdict(
    first: number,
    last: number,
    verdict: VerdictName,
    reason: string,
    more: VerdictDetails = {},
  ): void {
    if (first > last) return;
    const open = this.#open;
    if (
      open?.kind === 'verdict' &&
      open.last === first - 1 &&
      open.verdict === verdict &&
      open.reason === reason &&
      open.more.listing === more.listing
    ) {
      open.last = last;
      if (more.besideMonth !== undefined) open.more = { ...open.more, ...more };
    } else {
      this.#close();
      this.#open = { kind: 'verdict', first, last, verdict, reason, more };
    }
  }

  /** Adds a verdict that another draft has. */
  copy({ first, last, verdict, reason, listing }: VerdictAnswer, more: VerdictDetails): void {
    const shown = listing === undefined ? more : { ...more, listing };
    this.verdict(dayNumber(first), dayNumber(last), verdict, reason, shown);
  }

  /** Adds days that are settled in one state. */
  settled(first: number, last: number, state: DayState, partition: Partition): void {
    const open = this.#open;
    const isMore = open?.kind === 'settled' && open.last === first - 1;
    if (isMore && open.state === state && open.partition === partition) open.last = last;
    else {
      this.#close();
      this.#open = { kind: 'settled', first, last, state, partition };
    }
  }

  /** The answers since the last call that nothing to come can change. */
  take(): readonly KnownAnswer[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }

  /** The answers that are left, when nothing is to come. */
  end(): readonly KnownAnswer[] {
    this.#close();
    return this.take();
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const span = { first: this.#scope.text(open.first), last: this.#scope.text(open.last) };
    if (open.kind === 'settled') {
      const { first, last, state, partition } = open;
      const days = last - first + 1;
      this.#answers.push({ kind: 'settled', series: this.#series, partition, ...span, state, days });
      return;
    }
    const { verdict, reason, more } = open;
    const about = { series: this.#series, by: this.#by };
    this.#answers.push({ kind: 'verdict', ...about, ...span, verdict, reason, ...more });
  }
}

/** What a verdict may say beside its reason. */
export type VerdictDetails = Pick<VerdictAnswer, 'likely' | 'listing' | 'besideMonth'>;

/** What an object may say beside what is listed of it. */
export type ObjectDetails = Pick<ObjectAnswer, 'because' | 'onlyHere' | 'instead' | 'settled'>;

/** A verdict on days by their numbers. */
interface OpenVerdict {
  readonly kind: 'verdict';
  readonly first: number;
  last: number;
  readonly verdict: VerdictName;
  readonly reason: string;
  more: VerdictDetails;
}

/** Adds objects of one series and partition to a draft; what all their keys share is made once. */
export function objectsOf(
  draft: Draft,
  series: Series,
  partition: Partition,
): (period: string, listed?: Listed, more?: ObjectDetails) => void {
  const keyOf = seriesKeys(series, partition);
  return (period, listed, more) => {
    draft.object(keyOf(period), { ...series, partition, period }, listed, more);
  };
}

/** Settled days by their numbers. */
interface OpenSettled {
  readonly kind: 'settled';
  readonly first: number;
  last: number;
  readonly state: DayState;
  readonly partition: Partition;
}
