import { addDays, firstDayOf, formatSeries, isMonth, monthOf } from '@tapehaul/archive';
import type { Catalog, PartitionRecord } from '@tapehaul/catalog';
import { asTapehaulError, counted, TapehaulError } from '@tapehaul/errors';
import type { BuiltPartition, MonthReport, MonthThreads } from '@tapehaul/lake';
import { type Log, type Task, task } from '@tapehaul/orchestrator';
import { chainBreak, partitionPath, type RowFinding } from '@tapehaul/tables';
import { ATTRIBUTE } from '@tapehaul/tracing';
import type { TableBuildEvent } from '../events/table-events.ts';
import type { FileRetries } from '../file/retries.ts';
import { TABLE_TASK } from '../flow-names.ts';
import type { BrokenSources } from './broken/broken-sources.ts';
import { isBroken, noteBroken } from './broken/note-broken.ts';
import { fewerRows } from './findings/fewer-rows.ts';
import { FindingCounts } from './findings/finding-counts.ts';
import { findingsOfPartitions } from './findings/findings-of-partitions.ts';
import { nextChain } from './findings/next-chain.ts';
import { withKnownStrays } from './months/known-strays.ts';
import type { MonthWork } from './months/month-work.ts';
import { strayOrders } from './months/stray-orders.ts';
import type { TableRequest } from './months/table-request.ts';
import { partitionRecord, tableEvent } from './partition-record.ts';
import type { TableStorage } from './storage/table-storage.ts';
import type { TableTally } from './table-tally.ts';

/** What tables are built with. */
export interface TableBuild extends Omit<TableRequest, 'request' | 'rebuild' | 'only'> {
  readonly runId: string;
  readonly catalog: Catalog;
  readonly storage: TableStorage;
  readonly threads: MonthThreads;
  readonly retries: FileRetries;
  readonly tally: TableTally;
  /** Files that are known to be broken. */
  readonly broken: BrokenSources;
  /** Receives what is built, and is recorded. */
  readonly emit: (event: TableBuildEvent) => void;
}

/** Id of the task of a series and month. */
export function tableTaskId({ series, month }: Pick<MonthWork, 'series' | 'month'>): string {
  return `${formatSeries(series)}/${month}`;
}

/**
 * The task that builds the tables of one series and month, and gives how many partitions it built. It fails where a source is
 * broken; partitions that have others are built all the same.
 */
export function buildTableMonth(build: TableBuild): Task<MonthWork, number> {
  const options = { ...build.retries, attributes: attributesOf };
  return task(TABLE_TASK, options, async (given: MonthWork, { signal, log }) => {
    try {
      const strays = await withKnownStrays(build, given);
      const work = { ...given, sources: strays?.sources ?? given.sources };
      const { built, report } = await buildOrder(build, work, { signal, log });
      let partitions = built;
      // A month that was built meanwhile may have named rows of this one.
      const late = await withKnownStrays(build, work);
      for (const stray of [...(late ? [late] : []), ...(await strayOrders(build, work, report))]) {
        partitions += (await buildOrder(build, stray, { signal, log })).built;
      }
      const [fault, ...more] = report.faults;
      if (fault !== undefined) throw brokenSource(fault, more.length);
      return partitions;
    } catch (thrown) {
      throw asTapehaulError(thrown, signal);
    }
  });
}

/** Builds partitions of a month: each is recorded once it is durable, then reported. */
async function buildOrder(
  build: TableBuild,
  { series, month, periods, sources }: MonthWork,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<{ readonly built: number; readonly report: MonthReport }> {
  const { threads, catalog, runId, tally, emit, numbers, repair, storage } = build;
  await using open = await storage.openMonth(sources, signal);
  const { root, staging, durability } = open;
  const order = { series, month, sources: open.sources, periods, numbers, repair, root, staging };
  const building = threads.build(order, { signal, durability });
  let built = 0;
  try {
    for (;;) {
      const next = await building.next();
      if (next.done === true) {
        await noteSources(build, { series, sources }, next.value, log);
        return { built, report: next.value };
      }
      const partition: BuiltPartition = next.value;
      await open.publish(partition, signal);
      const before = await catalog.findPartition(partition.path);
      const fewer = fewerRows(before, partition);
      if (before !== undefined && tally.hasCounted(before)) await takeBack(build, before);
      if (fewer !== undefined) log('warn', `${partition.path}: ${fewer.sample}`);
      const findings = [
        ...partition.findings,
        ...(await brokenChain(catalog, partition)),
        ...(fewer === undefined ? [] : [fewer]),
      ];
      catalog.recordPartition(partitionRecord(partition, runId, Date.now()), findings);
      built += 1;
      emit(tableEvent({ ...partition, findings }, partition));
      await renewNext(build, partition);
    }
  } finally {
    // Where a partition could not be published, its thread must not build on.
    await building.return({ provedDeep: [], strays: [], faults: [] });
  }
}

/** Takes back what was counted of a partition that this build has built before. */
async function takeBack({ catalog, tally }: TableBuild, before: PartitionRecord): Promise<void> {
  const { path, series } = before;
  const findings = await findingsOfPartitions(catalog, series, new Set([path]));
  tally.replaced(before, FindingCounts.of(findings.get(path) ?? []));
}

/** Records anew what is missing between a partition and the next one, where that was built before it. */
async function renewNext({ catalog, runId, tally }: TableBuild, partition: BuiltPartition): Promise<void> {
  const chain = await nextChain(catalog, partition);
  if (chain === undefined) return;
  const { next, findings, change } = chain;
  catalog.recordPartition({ ...next, runId }, findings);
  if (tally.hasCounted(next)) tally.found(change);
}

/** What is missing between a partition and the one before it, where that one is recorded. */
async function brokenChain(
  catalog: Pick<Catalog, 'findPartition'>,
  partition: BuiltPartition,
): Promise<readonly RowFinding[]> {
  const { series, period } = partition;
  const dayBefore = addDays(isMonth(period) ? firstDayOf(period) : period, -1);
  const before = isMonth(period) ? monthOf(dayBefore) : dayBefore;
  const former = await catalog.findPartition(partitionPath({ series, period: before }));
  const broken = former === undefined ? null : chainBreak(series, former, partition);
  return broken === null ? [] : [broken];
}

/** Records what reading the sources in whole has shown of them. */
async function noteSources(
  { catalog, broken }: Pick<TableBuild, 'catalog' | 'broken'>,
  { series, sources }: Pick<MonthWork, 'series' | 'sources'>,
  { provedDeep, faults }: MonthReport,
  log: Log,
): Promise<void> {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  for (const key of provedDeep) {
    const source = byKey.get(key);
    broken.forget(key);
    if (source?.isDeep === false) catalog.recordDeepProof(key, source.sha256);
  }
  for (const { key, error } of faults) {
    log('error', `${key} took no part in tables: ${error.message}`);
    const source = byKey.get(key);
    if (source === undefined) continue;
    noteBroken(catalog, series, source, error);
    if (isBroken(error)) await broken.note(series, source, error);
  }
}

function brokenSource({ key, error }: MonthReport['faults'][number], more: number): TapehaulError {
  const others = more === 0 ? '' : `, and ${counted(more, 'other file')}`;
  return new TapehaulError(error.code, `${key}${others} took no part: ${error.message}`, {
    cause: error,
    facts: { ...error.facts, key },
    retry: isBroken(error) ? 'never' : error.retry,
    hint: 'Run tapehaul verify on the output directory, collect again, then build the tables again.',
  });
}

function attributesOf({ series, month }: MonthWork) {
  const { market, dataType, symbol, interval } = series;
  return {
    [ATTRIBUTE.market]: market,
    [ATTRIBUTE.dataType]: dataType,
    [ATTRIBUTE.symbol]: symbol,
    [ATTRIBUTE.period]: month,
    ...(interval === null ? {} : { [ATTRIBUTE.interval]: interval }),
  };
}
