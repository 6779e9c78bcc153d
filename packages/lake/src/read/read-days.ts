import type { SeriesParts } from '@tapehaul/archive';
import type { Numbers, RowChecker } from '@tapehaul/tables';
import type { DayRows, SourceReport } from '../rows/day-rows.ts';
import type { TableSource } from '../source/table-source.ts';
import { SourceReading } from './source-reading.ts';
import { zipContent } from './zip-content.ts';

/** How a source file is read. */
export interface ReadDaysOptions {
  /** The series that the file belongs to. */
  readonly series: SeriesParts;
  readonly numbers: Numbers;
  /** Gets every row in the order of the file, also those of days that are not wanted. */
  readonly checker?: RowChecker | undefined;
  /** UTC days whose rows are kept; all by default. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** Rows kept at once while more than one day is open, 16 million by default. */
  readonly mostRows?: number | undefined;
  readonly signal: AbortSignal;
}

const MOST_ROWS = 16_000_000;

/**
 * Reads a proved zip, and yields each UTC day once its rows are complete: when an hour of the next day has passed in the file, or
 * at its end. Rows come in order, see {@link DayRows}. A row whose time is outside of the period of the file is kept on the day that
 * its time says. What is wrong with rows is in the report, and never ends the reading.
 *
 * Size and CRC-32 are checked at the end of the file only: what was yielded before a rejection is not to be used. Rejects with a
 * TapehaulError: `not_a_zip` for a broken zip, or one of other than one entry; `zip_refused` for a zip bomb; `size_mismatch` when the
 * file no longer has its proved size; `file_failed` and the like when it cannot be read; `internal` where the market never had the
 * data type; `cancelled` soon once the signal aborts.
 */
export async function* readDays(
  source: TableSource,
  { series, numbers, checker, wanted, mostRows = MOST_ROWS, signal }: ReadDaysOptions,
): AsyncGenerator<DayRows, SourceReport, void> {
  const reading = new SourceReading(source, { series, numbers, checker, wanted, mostRows });
  for await (const chunk of zipContent(source, signal)) {
    reading.push(chunk);
    yield* reading.takeComplete();
  }
  reading.end();
  yield* reading.takeComplete();
  return reading.report();
}
