import type { SeriesParts } from '@tapehaul/archive';
import type { TableColumn } from '../../schema/table-schema.ts';
import { FindingLog } from '../watch/finding-log.ts';
import { type PeriodSpan, spanOf } from '../watch/period-span.ts';

/** A source file whose rows are checked. */
export interface CheckedSource {
  readonly series: SeriesParts;
  /** `2025-07` or `2025-07-01`. */
  readonly period: string;
  /** Key of the file, as findings name it. */
  readonly key: string;
  /** Columns of the rows, by position: those of the table's schema. */
  readonly columns: readonly Pick<TableColumn, 'name'>[];
}

/** Position of a column. Throws a RangeError when the table lacks it. */
export function positionOf(source: CheckedSource, name: string): number {
  const position = optionalPosition(source, name);
  if (position === -1) throw new RangeError(`${source.series.dataType} has no column ${name}`);
  return position;
}

/** Position of a column that a table may lack; -1 where it does. */
export function optionalPosition({ columns }: CheckedSource, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

/** What every checker begins with. Throws a RangeError when the period of the source is neither a day nor a month. */
export function checkSetup({ key, columns, period }: CheckedSource): {
  readonly log: FindingLog;
  readonly span: PeriodSpan;
} {
  const span = spanOf(period);
  return { log: new FindingLog(key, columns, span), span };
}
