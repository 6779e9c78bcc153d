import { partitionDays, type RowFinding, type TableSchema } from '@tapehaul/tables';
import { concatRows } from '../../rows/concat-rows.ts';
import type { TableRows } from '../../rows/table-rows.ts';
import type { TableSource } from '../../source/table-source.ts';
import type { DayContent, DayPart } from '../days/day-content.ts';
import type { MonthOrder } from '../order/month-order.ts';
import type { PartitionSource } from './built-partition.ts';
import { type PartitionEnds, partitionEnds } from './partition-ends.ts';

/** What is known of a partition once its rows are. It keeps none of them. */
export interface PartitionDraft {
  readonly period: string;
  readonly rows: number;
  readonly ends: PartitionEnds;
  /** What each source gives to each day. */
  readonly parts: readonly (DayPart & { readonly day: string })[];
  /** Findings of the choice between sources, in order of days. */
  readonly choices: readonly RowFinding[];
  /** Sorted by key. */
  readonly sources: readonly PartitionSource[];
}

/** Describes a partition of these days, which come in any order, and gives its rows, sorted by the key of the table. */
export function draftPartition(
  order: MonthOrder,
  schema: TableSchema,
  period: string,
  days: readonly DayContent[],
  sound: readonly TableSource[],
): { readonly draft: PartitionDraft; readonly rows: TableRows } {
  const sorted = days.toSorted((one, other) => (one.day < other.day ? -1 : 1));
  const rows = concatRows(
    schema,
    order.numbers,
    sorted.map((day) => day.rows),
  );
  const parts = sorted.flatMap(({ day, parts: of }) => of.map((part) => ({ ...part, day })));
  const sources = sound
    .filter((source) => isOf(source, order, period) || parts.some(({ key }) => key === source.key))
    .map(({ key, sha256 }) => ({ key, sha256, rows: rowsFrom(key, parts) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const choices = sorted.flatMap(({ findings }) => findings);
  return { rows, draft: { period, rows: rows.count, ends: partitionEnds(rows), parts, choices, sources } };
}

/** Whether the period of a source covers a partition, or a part of it. */
export function isOf(source: TableSource, { month, series }: MonthOrder, period: string): boolean {
  if (source.partition === 'monthly') return source.period === month;
  return partitionDays({ series, period }).includes(source.period);
}

function rowsFrom(key: string, parts: readonly DayPart[]): number {
  return parts.reduce((sum, part) => (part.key === key ? sum + part.rows : sum), 0);
}
