import type { Series } from '@tapehaul/archive';
import { type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { type RowFinding, rowChecker, tableSchema } from '@tapehaul/tables';
import { readDays } from '../../read/read-days.ts';
import type { DayRows, SourceReport } from '../../rows/day-rows.ts';
import { revivedError } from '../../source/revived-error.ts';
import type { TableSource } from '../../source/table-source.ts';
import type { MonthOrder, SourceFault } from '../order/month-order.ts';

/** Errors that say something of the one file that was read, so that the others can still be used. */
const OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'not_a_zip',
  'zip_refused',
  'size_mismatch',
  'too_large',
  'truncated',
]);
/** Errors of the file system that say the same. Others, such as too many open files, say something of this machine. */
const OF_ITS_PATH: ReadonlySet<unknown> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'EIO']);

/** Rules about rows of a day among each other. */
const OF_WHOLE_DAYS: ReadonlySet<string> = new Set(['disorder', 'duplicate_rows', 'key_conflict']);

/** Reads the sources of an order, and keeps what was found out of each. A source that turns out to be broken is not read again. */
export class SourceReader {
  readonly #order: MonthOrder;
  readonly #series: Series;
  readonly #signal: AbortSignal;
  readonly #findings = new Map<string, SourceFindings>();
  readonly #faults = new Map<string, TapehaulError>();

  constructor(order: MonthOrder, series: Series, signal: AbortSignal) {
    this.#order = order;
    this.#series = series;
    this.#signal = signal;
    for (const { key, fault } of order.sources) {
      if (fault !== undefined) this.#faults.set(key, revivedError(fault));
    }
  }

  /** Keys of the sources that were read to their end and are whole. */
  get proved(): readonly string[] {
    return [...this.#findings.keys()].filter((key) => !this.#faults.has(key));
  }

  get faults(): readonly SourceFault[] {
    return [...this.#faults].map(([key, error]) => ({ key, error }));
  }

  isBroken({ key }: TableSource): boolean {
    return this.#faults.has(key);
  }

  /** What rows of a source were found to be like, on one UTC day or on all. */
  findingsOf(key: string, day?: string): readonly RowFinding[] {
    const findings = this.#findings.get(key);
    return (day === undefined ? findings?.all : findings?.byDay.get(day)) ?? [];
  }

  /**
   * The days of a source as they become complete, and its report. Returns undefined when the source turns out to be broken, in which case
   * none of its days is to be used. Rejects with any other error, and once the signal aborts.
   */
  async *days(
    source: TableSource,
    wanted: ReadonlySet<string>,
  ): AsyncGenerator<DayRows, SourceReport | undefined, void> {
    if (this.isBroken(source)) return undefined;
    const { numbers } = this.#order;
    const [series, signal] = [this.#series, this.#signal];
    const before = this.#findings.get(source.key);
    const { key, period } = source;
    const { columns } = tableSchema(series.dataType);
    // Rows are checked once, by the first pass.
    const checker = before === undefined ? rowChecker({ series, period, key, columns }) : undefined;
    try {
      const report = yield* readDays(source, { series, numbers, wanted, checker, signal });
      this.#findings.set(key, merged(before, report.findings, wanted));
      return report;
    } catch (error) {
      if (signal.aborted || !(error instanceof TapehaulError) || !isOfTheFile(error)) throw error;
      this.#faults.set(key, error);
      return undefined;
    }
  }

  /** All wanted days of a source, which has little more than one; undefined when it turns out to be broken. */
  async whole(source: TableSource, wanted: ReadonlySet<string>): Promise<readonly DayRows[] | undefined> {
    const days = new Map<string, DayRows>();
    for (let left = wanted; left.size > 0; ) {
      const reading = this.days(source, left);
      let next = await reading.next();
      for (; next.done !== true; next = await reading.next()) days.set(next.value.day, next.value);
      if (next.value === undefined) return undefined;
      left = new Set(next.value.late);
      for (const day of left) days.delete(day);
    }
    return [...days.values()];
  }
}

/** Findings of one source. */
interface SourceFindings {
  readonly all: readonly RowFinding[];
  readonly byDay: ReadonlyMap<string, readonly RowFinding[]>;
}

/** Findings of all passes over a source: of a later pass only those that depend on the whole day, for the days that it has whole. */
function merged(
  before: SourceFindings | undefined,
  found: readonly RowFinding[],
  days: ReadonlySet<string>,
): SourceFindings {
  const isOfThisPass = ({ rule, day }: RowFinding): boolean => OF_WHOLE_DAYS.has(rule) && days.has(day);
  const all =
    before === undefined
      ? found
      : [...before.all.filter((finding) => !isOfThisPass(finding)), ...found.filter(isOfThisPass)];
  return { all, byDay: Map.groupBy(all, ({ day }) => day) };
}

function isOfTheFile({ code, facts }: TapehaulError): boolean {
  return OF_THE_FILE.has(code) || OF_ITS_PATH.has(facts.errno);
}
