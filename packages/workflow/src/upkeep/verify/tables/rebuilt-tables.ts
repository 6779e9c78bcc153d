import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSeries, monthOf } from '@tapehaul/archive';
import type { CatalogReader, PartitionRecord } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { type MonthThreads, startMonthThreads } from '@tapehaul/lake';
import type { StoredSource } from '../../../storage/source-files.ts';
import type { CheckedTable } from './checked-table.ts';
import { foundSources, makingOf, sourcesAreSound } from './rebuild-sources.ts';
import type { TablesRecord } from './recorded-tables.ts';
import type { StoredTables } from './stored-tables.ts';
import type { NotRebuilt } from './verified-table.ts';

/**
 * Builds partitions again that are intact, month by month, in a folder of this machine for temporary files, which is then removed:
 * one whose bytes differ is broken. Where one cannot be built again, `not_rebuilt` says why. The order stays.
 */
export async function* rebuiltTables(
  stored: StoredTables,
  { reader }: TablesRecord,
  tables: AsyncIterable<CheckedTable>,
  signal: AbortSignal,
): AsyncGenerator<CheckedTable> {
  let rebuilding: Rebuilding | NotRebuilt | undefined;
  try {
    for await (const group of byMonth(tables)) {
      if (group.some(({ table }) => table.status === 'intact'))
        rebuilding ??= reader === undefined ? 'no_record' : await start({ stored, reader, signal });
      for (const checked of group) {
        if (checked.table.status !== 'intact' || rebuilding === undefined) {
          yield checked;
          continue;
        }
        yield typeof rebuilding === 'string'
          ? { ...checked, table: { ...checked.table, not_rebuilt: rebuilding } }
          : await rebuilt(rebuilding, checked, group);
      }
      if (typeof rebuilding === 'object') rebuilding.done.clear();
    }
  } finally {
    if (typeof rebuilding === 'object') await end(rebuilding);
  }
}

/** What partitions are built again with. */
interface Rebuilding {
  readonly stored: StoredTables;
  readonly reader: CatalogReader;
  readonly signal: AbortSignal;
  readonly threads: MonthThreads;
  /** Folder for what is built. */
  readonly folder: string;
  /** Digests and identities of partitions of the month in work, by path. */
  readonly done: Map<string, Readonly<Record<'identity' | 'sha256', string>>>;
}

async function start(
  what: Pick<Rebuilding, 'stored' | 'reader' | 'signal'>,
): Promise<Rebuilding | NotRebuilt> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-verify-'));
  try {
    return { ...what, folder, done: new Map(), threads: await startMonthThreads({ staging: folder }) };
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    if (asTapehaulError(thrown).code === 'table_writer_missing') return 'no_writer';
    throw thrown;
  }
}

async function end({ threads, folder }: Rebuilding): Promise<void> {
  await threads.close();
  await rm(folder, { recursive: true, force: true });
}

/** Neighbours of the same series and month. */
async function* byMonth(tables: AsyncIterable<CheckedTable>): AsyncGenerator<readonly CheckedTable[]> {
  let name = '';
  let group: CheckedTable[] = [];
  for await (const checked of tables) {
    const { series } = checked.partition;
    const its = `${formatSeries(series)}/${monthOfPartition(checked.partition)}`;
    if (its !== name && group.length > 0) {
      yield group;
      group = [];
    }
    name = its;
    group.push(checked);
  }
  if (group.length > 0) yield group;
}

function monthOfPartition({ period }: Pick<PartitionRecord, 'period'>): string {
  return monthOf(`${period}-01`.slice(0, 10));
}

/** Compares a partition with what its sources give. The first of a month builds the others with it: they share its files. */
async function rebuilt(
  rebuilding: Rebuilding,
  { partition, table }: CheckedTable,
  group: readonly CheckedTable[],
): Promise<CheckedTable> {
  const not = (reason: NotRebuilt): CheckedTable => ({ partition, table: { ...table, not_rebuilt: reason } });
  const { threads, done, signal, stored, folder } = rebuilding;
  const making = makingOf(partition, threads.version);
  if (making === undefined) return not('other_version');
  const found = await foundSources(rebuilding, partition);
  if (typeof found === 'string') return not(found);
  if (!done.has(partition.path))
    await build(rebuilding, partition, [partition, ...(await alike(rebuilding, partition, group))]);
  // Built with the others of its month it may have got rows of a file that it was built without.
  if (done.get(partition.path)?.identity !== partition.identity) {
    done.delete(partition.path);
    await build(rebuilding, partition, [partition]);
  }
  const again = done.get(partition.path);
  if (again?.identity === partition.identity && again.sha256 === partition.sha256)
    return { partition, table };
  await using open = await stored.sources(folder).open(found, signal);
  if (!(await sourcesAreSound(open.sources, signal)) || again === undefined) return not('sources_changed');
  return again.identity === partition.identity
    ? { partition, table: { ...table, status: 'broken' } }
    : not('other_version');
}

/** The other intact partitions of the month that are made in the same way, and whose sources are held. */
async function alike(
  rebuilding: Rebuilding,
  partition: PartitionRecord,
  group: readonly CheckedTable[],
): Promise<PartitionRecord[]> {
  const { version } = rebuilding.threads;
  const repair = makingOf(partition, version)?.repair;
  const others: PartitionRecord[] = [];
  for (const { partition: other, table } of group) {
    const isAlike = other.numbers === partition.numbers && makingOf(other, version)?.repair === repair;
    if (other === partition || table.status !== 'intact' || !isAlike) continue;
    if (typeof (await foundSources(rebuilding, other)) !== 'string') others.push(other);
  }
  return others;
}

/** Builds partitions of a month and notes their digests; a source that is broken leaves its partitions out. */
async function build(
  rebuilding: Rebuilding,
  first: PartitionRecord,
  partitions: readonly PartitionRecord[],
): Promise<void> {
  const { threads, folder, done, signal, stored } = rebuilding;
  const making = makingOf(first, threads.version);
  if (making === undefined) return;
  const sources = new Map<string, StoredSource>();
  for (const partition of partitions) {
    const found = await foundSources(rebuilding, partition);
    if (typeof found !== 'string') for (const source of found) sources.set(source.key, source);
  }
  await using open = await stored.sources(folder).open([...sources.values()], signal);
  const order = {
    series: first.series,
    month: monthOfPartition(first),
    sources: open.sources,
    periods: partitions.map(({ period }) => period).sort(),
    numbers: first.numbers,
    repair: making.repair,
    root: folder,
    staging: folder,
  };
  for await (const { path, identity, sha256 } of threads.build(order, { signal, durability: 'none' })) {
    done.set(path, { identity, sha256 });
    await rm(join(folder, path), { force: true });
  }
}
