import { rm } from 'node:fs/promises';
import type { Series } from '@tapehaul/archive';
import type { Durability } from '@tapehaul/downloader';
import { partitionPath, tableSchema } from '@tapehaul/tables';
import type { StagedTable } from '../parquet/stage-file.ts';
import { publishTable } from '../write/publish-table.ts';
import { stageTable } from '../write/stage-table.ts';
import type { TableWriter } from '../write/table-writer.ts';
import { SourceReader } from './days/source-reader.ts';
import { type DayProgress, draftMonth, type KeptPartition, monthReport } from './draft-month.ts';
import { inAdvance } from './in-advance.ts';
import { checkOrder } from './order/check-order.ts';
import type { MonthOrder, MonthReport } from './order/month-order.ts';
import type { BuiltPartition, CheckedPartition } from './partition/built-partition.ts';
import { fileMetadata } from './partition/file-metadata.ts';
import { originsOf } from './partition/fold-origins.ts';
import type { PartitionDraft } from './partition/partition-draft.ts';
import { partitionFindings } from './partition/partition-findings.ts';
import { type PartitionMaking, partitionIdentity } from './partition/partition-identity.ts';

/** Files that are renamed at once: what takes time is to make their directories durable. */
const PUBLISHED_AT_ONCE = 4;

/** How a month is checked. */
export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Called for each day whose rows are known; for a day that had to be read again, more than once. */
  readonly onDay?: (day: DayProgress) => void;
}

/** How a month is built. */
export interface BuildOptions extends CheckOptions {
  readonly writer: TableWriter;
  /** `none` leaves out the syncs, for trials. By default each file is made durable. */
  readonly durability?: Durability;
}

/**
 * Builds partitions of a series and month. Each is published and durable when it is yielded. None is published before all sources
 * are read to their end: a source that turns out to be broken takes no part. A partition is then built from the others; one that
 * has no other is not built, and the file that stands stays. A partition without rows is written, too.
 *
 * Memory is bounded by the largest day. Rejects with a TapehaulError: `config_invalid` for an order that contradicts itself, what the writer and the
 * disk say, `cancelled` soon once the signal aborts. Unfinished files are then removed.
 */
export async function* buildMonth(
  order: MonthOrder,
  { writer, signal, durability = 'file', onDay = () => {} }: BuildOptions,
): AsyncGenerator<BuiltPartition, MonthReport, void> {
  const series = checkOrder(order);
  const reader = new SourceReader(order, series, signal);
  const partitions = new Map<string, KeptPartition<StagedTable>>();
  const discard = ({ path }: StagedTable): Promise<void> => rm(path, { force: true });
  const { staging, root } = order;
  try {
    const keeper = {
      keep: (draft: PartitionDraft, rows: Parameters<typeof stageTable>[1]) => {
        const metadata = fileMetadata(series.dataType, makingOf(order, series, draft, writer), draft);
        return stageTable(writer, rows, { staging, metadata, durability }, signal);
      },
      discard,
    };
    await draftMonth(order, series, reader, partitions, keeper, onDay);
    const publish = async ({ draft, kept }: KeptPartition<StagedTable>): Promise<BuiltPartition> => {
      signal.throwIfAborted();
      const checked = checkedPartition(order, series, draft, reader);
      const staged = await kept;
      await publishTable(staged, { root, path: checked.path, durability });
      partitions.delete(draft.period);
      const identity = partitionIdentity(makingOf(order, series, draft, writer));
      return { ...checked, identity, bytes: staged.bytes, sha256: staged.sha256, writer: writer.version };
    };
    yield* inAdvance(inOrder(order, partitions), PUBLISHED_AT_ONCE, publish);
    return monthReport(order, reader);
  } finally {
    for (const { kept } of partitions.values()) await kept.then(discard).catch(() => {});
  }
}

/** Reads and checks what {@link buildMonth} would build, and writes nothing. Rejects as it does. */
export async function* checkMonth(
  order: MonthOrder,
  { signal, onDay = () => {} }: CheckOptions,
): AsyncGenerator<CheckedPartition, MonthReport, void> {
  const series = checkOrder(order);
  const reader = new SourceReader(order, series, signal);
  const partitions = new Map<string, KeptPartition<null>>();
  const keeper = { keep: async () => null, discard: async () => {} };
  await draftMonth(order, series, reader, partitions, keeper, onDay);
  for (const { draft } of inOrder(order, partitions)) yield checkedPartition(order, series, draft, reader);
  return monthReport(order, reader);
}

/** Partitions in the order of the order's periods. */
function inOrder<Kept>(
  { periods }: MonthOrder,
  partitions: ReadonlyMap<string, KeptPartition<Kept>>,
): KeptPartition<Kept>[] {
  return periods.map((period) => partitions.get(period)).filter((partition) => partition !== undefined);
}

function makingOf(
  { numbers, repair }: MonthOrder,
  { dataType }: Series,
  { sources }: PartitionDraft,
  writer: TableWriter,
): PartitionMaking {
  const { version } = tableSchema(dataType);
  return { schemaVersion: version, writer: writer.version, numbers, repair, sources };
}

function checkedPartition(
  order: MonthOrder,
  series: Series,
  draft: PartitionDraft,
  reader: SourceReader,
): CheckedPartition {
  const { period, rows, ends, sources, parts } = draft;
  const findings = partitionFindings(order, draft, reader);
  const counted = (name: string): number =>
    findings.reduce((sum, { rule, count }) => (rule === name ? sum + count : sum), 0);
  return {
    path: partitionPath({ series, period }),
    series: order.series,
    period,
    rows,
    ...ends,
    schemaVersion: tableSchema(series.dataType).version,
    numbers: order.numbers,
    duplicates: counted('duplicate_rows'),
    inexact: counted('inexact_double'),
    sources,
    days: originsOf(parts),
    findings,
  };
}
