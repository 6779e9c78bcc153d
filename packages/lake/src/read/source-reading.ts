import {
  asDataType,
  asMarket,
  dayNumber,
  dayText,
  firstDayOf,
  formatSeries,
  isMonth,
  lastDayOf,
  type SeriesParts,
} from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import { type Numbers, type RowChecker, sourceFields, tableSchema } from '@tapehaul/tables';
import { CsvRows, type LineRule, type RowSink } from '../parse/csv-rows.ts';
import { type LinePlan, planLines } from '../parse/line-plan.ts';
import { RowCells } from '../parse/row-cells.ts';
import { DAY } from '../parse/time-text.ts';
import type { DayRows, SourceReport } from '../rows/day-rows.ts';
import { orderedRows, type RowCount } from '../rows/ordered-rows.ts';
import { rowText } from '../rows/row-text.ts';
import type { TableSource } from '../source/table-source.ts';
import { type CompleteDay, OpenDays } from './open-days.ts';
import { type FormRule, type Found, SourceFindings } from './source-findings.ts';

/** How a source file is read. */
export interface SourceReadingOptions {
  readonly series: SeriesParts;
  readonly numbers: Numbers;
  readonly checker: RowChecker | undefined;
  readonly wanted: ReadonlySet<string> | undefined;
  readonly mostRows: number;
}

/** One pass over the bytes of a source file. */
export class SourceReading implements RowSink {
  readonly #plan: LinePlan;
  readonly #cells: RowCells;
  readonly #csv: CsvRows;
  readonly #days: OpenDays;
  readonly #checker: RowChecker | undefined;
  readonly #findings: SourceFindings;
  /** Days of the file's period, by number. */
  readonly #first: number;
  readonly #last: number;
  /** What is wrong with the order of days, which is reported of those that this pass has whole. */
  readonly #ofOrder: { readonly rule: FormRule; readonly found: Found }[] = [];
  /** Time of the row before, and when its day begins. */
  #time: number;
  #midnight: number;
  #isStray = false;
  #rows = 0;
  #inflated = 0;
  #inexact = 0;

  /** Throws a TapehaulError `internal` where the market never had the data type. */
  constructor({ key, period }: TableSource, options: SourceReadingOptions) {
    const { wanted, mostRows, checker } = options;
    this.#plan = planOf(options);
    this.#cells = new RowCells(this.#plan.schema.columns.length, this.#plan.slots);
    this.#csv = new CsvRows(this.#plan, this.#cells, this);
    this.#checker = checker;
    this.#findings = new SourceFindings(key);
    this.#first = dayNumber(isMonth(period) ? firstDayOf(period) : period);
    this.#last = dayNumber(isMonth(period) ? lastDayOf(period) : period);
    this.#time = this.#first * DAY;
    this.#midnight = this.#time;
    this.#days = new OpenDays(this.#plan, this.#cells, {
      isWanted: (day) => wanted === undefined || wanted.has(dayText(day)),
      isOfPeriod: (day) => this.#isOfPeriod(day),
      mostRows,
    });
  }

  push(chunk: Uint8Array): void {
    this.#inflated += chunk.length;
    this.#csv.push(chunk);
  }

  /** The file has ended: all days are complete. */
  end(): void {
    this.#csv.end();
    this.#days.end();
    if (this.#rows === 0) this.fault('empty_file', null);
  }

  /** Days that have become complete since the last time. */
  *takeComplete(): Generator<DayRows, void, void> {
    for (const complete of this.#days.takeComplete()) yield this.#ordered(complete);
  }

  /** Call it once, after the last day has been taken. */
  report(): SourceReport {
    for (const { rule, found } of this.#ofOrder) {
      if (!this.#days.late.has(found.day)) this.#findings.add(rule, found);
    }
    return {
      rows: this.#rows,
      findings: this.#findings.with(this.#checker?.end() ?? []),
      late: [...this.#days.late].sort((one, other) => one - other).map(dayText),
      inflated: this.#inflated,
      inexact: this.#inexact,
    };
  }

  row(): void {
    const cells = this.#cells;
    const time = cells.values[this.#plan.time] ?? Number.NaN;
    this.#time = time;
    this.#rows++;
    if (time < this.#midnight || time >= this.#midnight + DAY) this.#enterDay(time);
    if (this.#isStray) this.#findings.addOne('stray', time, 1);
    if (cells.inexact > 0) {
      this.#inexact += cells.inexact;
      this.#findings.addOne('inexact_double', time, cells.inexact, cells.sample);
    }
    if (cells.lost > 0) this.#findings.addOne('lost_decimals', time, cells.lost, cells.sample);
    this.#checker?.row(cells.row);
    this.#days.add(time);
  }

  fault(rule: LineRule | 'empty_file', line: string | null): void {
    // A line that is no row has no time: it is counted to the day of the row before.
    const day = Math.floor(this.#time / DAY);
    this.#findings.add(rule, { day, count: 1, first: null, last: null, sample: line });
  }

  #enterDay(time: number): void {
    const day = Math.floor(time / DAY);
    if (time < this.#midnight && this.#rows > 1) this.#findings.addOne('disorder', time, 1);
    this.#midnight = day * DAY;
    this.#isStray = !this.#isOfPeriod(day);
  }

  #isOfPeriod(day: number): boolean {
    return day >= this.#first && day <= this.#last;
  }

  #ordered({ day, rows: unordered }: CompleteDay): DayRows {
    const { rows, disorder, duplicates, conflicts } = orderedRows(unordered);
    const note = (rule: FormRule, { count, first, last, sample: row }: RowCount): void => {
      const sample = row === null ? null : rowText(rows, row);
      this.#ofOrder.push({ rule, found: { day, count, first, last, sample } });
    };
    note('disorder', disorder);
    note('duplicate_rows', duplicates);
    note('key_conflict', conflicts);
    return { day: dayText(day), rows, duplicates: duplicates.count, conflicts: conflicts.count };
  }
}

function planOf({ series, numbers }: SourceReadingOptions): LinePlan {
  const [market, dataType] = [asMarket(series.market), asDataType(series.dataType)];
  const fields = market === undefined || dataType === undefined ? undefined : sourceFields(market, dataType);
  if (dataType !== undefined && fields !== undefined)
    return planLines(tableSchema(dataType), fields, numbers);
  throw new TapehaulError(
    'internal',
    `${formatSeries(series)} has no table: its market never had this data type`,
  );
}
