import type { Durability } from '@tapehaul/downloader';
import type { ErrorRecord } from '@tapehaul/errors';
import type { DuckdbWriterOptions } from '../../parquet/open-duckdb.ts';
import type { DayProgress } from '../draft-month.ts';
import type { MonthOrder, MonthReport } from '../order/month-order.ts';
import type { BuiltPartition } from '../partition/built-partition.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly writer: DuckdbWriterOptions;
  /** One number, in memory that both sides share: 1 once DuckDB has stopped for good. */
  readonly ended: Int32Array;
}

/** What a thread is sent: an order, that the one it builds is to be stopped, or that it is to end. */
export type ThreadRequest =
  | { readonly kind: 'build'; readonly order: MonthOrder; readonly durability: Durability }
  | { readonly kind: 'stop' }
  | { readonly kind: 'end' };

/** A report as plain data. */
export type PlainReport = Omit<MonthReport, 'faults'> & {
  readonly faults: readonly { readonly key: string; readonly error: ErrorRecord }[];
};

/** What a thread answers: once that it is ready, then to each order any number of days and partitions, and a report or an error. */
export type ThreadAnswer =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'day'; readonly day: DayProgress }
  | { readonly kind: 'partition'; readonly partition: BuiltPartition }
  | { readonly kind: 'report'; readonly report: PlainReport }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
