import { type ArchiveObject, asSeries, formatKey, monthOf, type SeriesId } from '@tapehaul/archive';
import type { HoldingsReader, ObjectRecord } from '@tapehaul/catalog';
import { codeOf, type DayState, isHeldFile } from '@tapehaul/coverage';
import { isIntact, type OnDisk } from '../steps/on-disk.ts';
import type { KnownDays } from './known-days.ts';

/** A recorded file that holds a day. */
export interface Holder {
  readonly key: string;
  readonly object: ArchiveObject;
  readonly held: ObjectRecord;
  /** Whether it is on disk as recorded; else it is lost, and holds nothing. */
  readonly isThere: boolean;
}

/** Days of a series, both included. */
export interface SeriesSpan {
  readonly series: SeriesId;
  readonly first: string;
  readonly last: string;
}

/** Which files hold the days of some series. */
export class Holders {
  readonly #known: KnownDays;
  readonly #found: ReadonlyMap<string, Holder>;

  private constructor(known: KnownDays, found: ReadonlyMap<string, Holder>) {
    this.#known = known;
    this.#found = found;
  }

  /** Finds the files that hold any of those days, and whether they are on disk. Rejects when the record cannot be read. */
  static async of(
    spans: readonly SeriesSpan[],
    known: KnownDays,
    { record, ...place }: OnDisk & { readonly record: Pick<HoldingsReader, 'findAll'> },
  ): Promise<Holders> {
    const objects = new Map<string, ArchiveObject>();
    for (const { series, first, last } of spans) {
      if (!known.holdsAny(series, first, last)) continue;
      for (const { day, state } of known.states(series, first, last)) {
        const object = holderOf(series, day, state);
        if (object !== undefined) objects.set(formatKey(object), object);
      }
    }
    const held = objects.size === 0 ? undefined : await record.findAll([...objects.keys()]);
    const found = await Promise.all(
      Array.from(objects, async ([key, object]): Promise<Holder[]> => {
        const own = held?.get(key);
        return own === undefined ? [] : [{ key, object, held: own, isThere: await isIntact(place, own) }];
      }),
    );
    return new Holders(known, new Map(found.flat().map((holder) => [holder.key, holder])));
  }

  /** Whether none of the days is held. */
  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** The days of a span, each with the file that holds it, if one does. */
  *days({ series, first, last }: SeriesSpan): Generator<{ readonly day: string; readonly holder?: Holder }> {
    for (const { day, state } of this.#known.states(series, first, last)) {
      const object = holderOf(series, day, state);
      const holder = object && this.#found.get(formatKey(object));
      yield holder === undefined ? { day } : { day, holder };
    }
  }
}

/** The file that holds a day in that state. */
function holderOf(series: SeriesId, day: string, state: DayState): ArchiveObject | undefined {
  const isInMonth = state === 'month' || state === 'month_unverified';
  if (!isInMonth && !isHeldFile(codeOf(state))) return undefined;
  const own = asSeries({
    market: series.market,
    dataType: series.dataType,
    symbol: series.symbol,
    interval: series.interval,
  });
  if (own === undefined) return undefined;
  return isInMonth
    ? { ...own, partition: 'monthly', period: monthOf(day) }
    : { ...own, partition: 'daily', period: day };
}
