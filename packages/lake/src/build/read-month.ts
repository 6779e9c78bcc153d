import { TapehaulError } from '@tapehaul/errors';
import type { TableRows } from '../rows/table-rows.ts';
import { DayGatherer } from './days/gather-days.ts';
import { SourceReader } from './days/source-reader.ts';
import { monthReport } from './draft-month.ts';
import { checkOrder } from './order/check-order.ts';
import type { MonthOrder, MonthReport } from './order/month-order.ts';

/** The rows of a UTC day of a series. */
export interface ReadDay {
  readonly day: string;
  /** Sorted by the key of the table, without duplicates. */
  readonly rows: TableRows;
}

/** How the rows of a month are read. */
export interface ReadMonthOptions {
  readonly signal: AbortSignal;
  /** Takes each day that has rows, in the order of days; the next one is read when it resolves. */
  take(day: ReadDay): Promise<void>;
}

/**
 * Reads the rows that `buildMonth` would write, with the same choice between sources, and writes nothing. Where partitions are
 * months, all rows of the month are in memory; where they are days, the largest day, and the first days are taken before the files are
 * read to their end.
 *
 * Rejects with a TapehaulError as `buildMonth` does, with the error of a monthly file that turns out to be broken after days of it were
 * taken, and with `table_failed` where a later file has rows of a day that was taken. What was taken then is not to be used.
 */
export async function readMonth(order: MonthOrder, { signal, take }: ReadMonthOptions): Promise<MonthReport> {
  const series = checkOrder(order);
  const reader = new SourceReader(order, series, signal);
  const isOfMonths = order.periods.includes(order.month);
  const days = new Map<string, TableRows>();
  let last = '';

  async function give(day: string, rows: TableRows): Promise<void> {
    signal.throwIfAborted();
    if (rows.count === 0) return;
    if (day <= last) throw isTaken(day, order);
    last = day;
    await take({ day, rows });
  }

  const gatherer = new DayGatherer(order, series, reader, {
    async take({ day, rows }) {
      if (isOfMonths) days.set(day, rows);
      else await give(day, rows);
    },
    async restart() {
      days.clear();
      const [fault] = reader.faults.slice(-1);
      if (last !== '' && fault !== undefined) throw fault.error;
    },
  });
  await gatherer.gather();
  for (const [day, rows] of [...days].sort(([one], [other]) => (one < other ? -1 : 1))) await give(day, rows);
  return monthReport(order, reader);
}

function isTaken(day: string, { series }: MonthOrder): TapehaulError {
  return new TapehaulError('table_failed', `rows of ${day} are in a file that is read after that day`, {
    facts: { series, day },
    retry: 'never',
    hint: 'Build the tables of this series with tapehaul tables build, and read those.',
  });
}
