import type { Series } from '@tapehaul/archive';
import { tableSchema } from '@tapehaul/tables';
import type { TableRows } from '../rows/table-rows.ts';
import type { DayContent } from './days/day-content.ts';
import { DayGatherer } from './days/gather-days.ts';
import type { SourceReader } from './days/source-reader.ts';
import type { MonthOrder, MonthReport, StrayRows } from './order/month-order.ts';
import { draftPartition, type PartitionDraft } from './partition/partition-draft.ts';
import { RowWrites } from './row-writes.ts';

/** A day whose rows are known. */
export interface DayProgress {
  readonly day: string;
  readonly rows: number;
}

/** Where the rows of a partition go: `keep` receives them, and a later draft of the same partition makes `discard` undo that. */
export interface RowKeeper<Kept> {
  keep(draft: PartitionDraft, rows: TableRows): Promise<Kept>;
  discard(kept: Kept): Promise<void>;
}

/** A partition whose rows are being kept, or were. */
export interface KeptPartition<Kept> {
  readonly draft: PartitionDraft;
  readonly kept: Promise<Kept>;
}

/**
 * Drafts the partitions of an order, by period, into a map, so that what was kept is known also when this rejects. Partitions of days are kept
 * while the monthly file is read. All of them are kept when this resolves.
 */
export async function draftMonth<Kept>(
  order: MonthOrder,
  series: Series,
  reader: SourceReader,
  partitions: Map<string, KeptPartition<Kept>>,
  keeper: RowKeeper<Kept>,
  onDay: (day: DayProgress) => void,
): Promise<void> {
  const days = new Map<string, DayContent>();
  const writes = new RowWrites();

  async function keep(period: string, contents: readonly DayContent[]): Promise<void> {
    const sound = order.sources.filter((source) => !reader.isBroken(source));
    const { draft, rows } = draftPartition(order, tableSchema(series.dataType), period, contents, sound);
    await drop(period);
    const kept = writes.start(rows.count, () => keeper.keep(draft, rows));
    partitions.set(period, { draft, kept });
    await writes.hasRoom();
  }

  async function drop(period: string): Promise<void> {
    const before = partitions.get(period);
    partitions.delete(period);
    if (before !== undefined) await keeper.discard(await before.kept);
  }

  const isOfMonths = order.periods.includes(order.month);
  const gatherer = new DayGatherer(order, series, reader, {
    async take(content) {
      if (isOfMonths) days.set(content.day, content);
      else await keep(content.day, [content]);
      onDay({ day: content.day, rows: content.rows.count });
    },
    async restart() {
      days.clear();
      for (const period of [...partitions.keys()]) await drop(period);
    },
  });
  await gatherer.gather();
  if (isOfMonths && days.size > 0) await keep(order.month, [...days.values()]);
  for (const { kept } of partitions.values()) await kept;
}

/** What became known of the sources of an order. */
export function monthReport({ sources }: MonthOrder, reader: SourceReader): MonthReport {
  const strays = sources.flatMap(({ key }) =>
    reader
      .findingsOf(key)
      .flatMap(({ rule, day, count }): StrayRows[] => (rule === 'stray' ? [{ key, day, rows: count }] : [])),
  );
  return { provedDeep: reader.proved, strays, faults: reader.faults };
}
