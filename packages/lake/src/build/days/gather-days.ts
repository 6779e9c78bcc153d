import type { Series } from '@tapehaul/archive';
import { tableSchema } from '@tapehaul/tables';
import { concatRows } from '../../rows/concat-rows.ts';
import type { DayRows } from '../../rows/day-rows.ts';
import type { TableRows } from '../../rows/table-rows.ts';
import { uniteRows } from '../../rows/unite-rows.ts';
import type { TableSource } from '../../source/table-source.ts';
import type { MonthOrder } from '../order/month-order.ts';
import { chooseDayRows, type DayOfSource } from './choose-day-rows.ts';
import type { DayContent } from './day-content.ts';
import { daysOf, type SortedSources, sortSources } from './sort-sources.ts';
import type { SourceReader } from './source-reader.ts';

/** Where days go. */
export interface DaySink {
  /** Takes a day. Called again for the same day, it replaces what it took. */
  take(day: DayContent): Promise<void>;
  /** Forgets all that it took: a source of it turned out to be broken. */
  restart(): Promise<void>;
}

/**
 * Gathers the days of an order, each from its better source. The monthly file is read day by day, so that memory is bounded by the
 * largest day; days that turn out to be incomplete are read again, and taken again. Days without any sound file are left out.
 */
export class DayGatherer {
  readonly #order: MonthOrder;
  readonly #series: Series;
  readonly #reader: SourceReader;
  readonly #sink: DaySink;
  readonly #wanted: ReadonlySet<string>;
  readonly #sources: SortedSources;
  /** Rows of a day that files of other periods have. */
  readonly #strays = new Map<string, DayOfSource[]>();
  /** Days taken so far, and those of them for which rows came to light since. */
  readonly #taken = new Set<string>();
  readonly #again = new Set<string>();

  constructor(order: MonthOrder, series: Series, reader: SourceReader, sink: DaySink) {
    this.#order = order;
    this.#series = series;
    this.#reader = reader;
    this.#sink = sink;
    this.#wanted = daysOf(order);
    this.#sources = sortSources(order, this.#wanted);
  }

  /** Rejects with any error that is not about one source, and once the signal of the reader aborts. */
  async gather(): Promise<void> {
    for (const source of this.#sources.others) {
      this.#keepStrays(source, (await this.#reader.whole(source, this.#wanted)) ?? []);
    }
    for (let days = this.#wanted; days.size > 0; ) {
      const isSound = await this.#pass(days);
      if (!isSound) {
        this.#taken.clear();
        await this.#sink.restart();
      }
      days = isSound ? new Set(this.#again) : this.#wanted;
      this.#again.clear();
    }
  }

  /** The monthly file, as long as it is not found to be broken. */
  get #monthly(): TableSource | undefined {
    const { monthly } = this.#sources;
    return monthly === undefined || this.#reader.isBroken(monthly) ? undefined : monthly;
  }

  /** Takes these days. Gives false when the monthly file turns out to be broken: whatever was taken from it is not to be used. */
  async #pass(days: ReadonlySet<string>): Promise<boolean> {
    const open = new Set(days);
    const monthly = this.#monthly;
    for (let left = days; monthly !== undefined && left.size > 0; ) {
      const late = await this.#readMonthly(monthly, left, open);
      if (late === undefined) return false;
      left = new Set([...late].filter((day) => left.has(day)));
    }
    for (const day of [...open].sort()) await this.#takeDay(day, undefined);
    return true;
  }

  /** Takes days of the monthly file, and gives those to be read again. Undefined when it turns out to be broken. */
  async #readMonthly(
    monthly: TableSource,
    days: ReadonlySet<string>,
    open: Set<string>,
  ): Promise<readonly string[] | undefined> {
    const reading = this.#reader.days(monthly, days);
    try {
      for (;;) {
        const next = await reading.next();
        if (next.done === true) return next.value?.late;
        const { day, rows } = next.value;
        // Days that the monthly file lacks so far come in their order. One that it has later is taken again.
        for (const before of [...open].filter((one) => one < day).sort()) {
          await this.#takeDay(before, undefined);
          open.delete(before);
        }
        await this.#takeDay(day, rows);
        open.delete(day);
      }
    } finally {
      await reading.return(undefined);
    }
  }

  async #takeDay(day: string, rows: TableRows | undefined): Promise<void> {
    const source = this.#sources.dailies.get(day);
    const found = source === undefined ? undefined : await this.#reader.whole(source, this.#wanted);
    if (source !== undefined && found !== undefined) {
      this.#keepStrays(
        source,
        found.filter((other) => other.day !== day),
      );
    }
    const content = this.#contentOf(
      day,
      rows,
      found?.find((other) => other.day === day)?.rows,
      found !== undefined,
    );
    this.#taken.add(day);
    if (content !== undefined) await this.#sink.take(content);
  }

  #contentOf(
    day: string,
    ofMonthly: TableRows | undefined,
    ofDaily: TableRows | undefined,
    hasDaily: boolean,
  ): DayContent | undefined {
    const monthly = this.#monthly;
    const daily = hasDaily ? this.#sources.dailies.get(day) : undefined;
    const empty = concatRows(tableSchema(this.#series.dataType), this.#order.numbers, []);
    const side = (source: TableSource | undefined, rows = empty) => source && { key: source.key, rows };
    const [one, other] = [side(monthly, ofMonthly), side(daily, ofDaily)];
    const strays = this.#strays.get(day) ?? [];
    if (one === undefined && other === undefined && strays.length === 0) return undefined;
    const otherDailies = [...this.#sources.dailies.keys()].some((each) => each !== day);
    const chosen =
      one === undefined && other === undefined
        ? { day, rows: empty, parts: [], findings: [] }
        : chooseDayRows(
            { day, monthly: one ?? null, daily: other ?? null, otherDailies },
            this.#series,
            this.#order.repair,
          );
    return strays.reduce(withStrays, chosen);
  }

  #keepStrays({ key }: TableSource, days: readonly DayRows[]): void {
    for (const { day, rows } of days) {
      const strays = this.#strays.get(day) ?? [];
      if (strays.some((other) => other.key === key)) continue;
      this.#strays.set(day, [...strays, { key, rows }]);
      if (this.#taken.has(day)) this.#again.add(day);
    }
  }
}

/** Adds rows of a file of another period that the day lacks. */
function withStrays(content: DayContent, { key, rows }: DayOfSource): DayContent {
  const all = uniteRows(content.rows, rows);
  const added = all.count - content.rows.count;
  if (added === 0) return content;
  return { ...content, rows: all, parts: [...content.parts, { key, rows: added, rule: 'stray' }] };
}
