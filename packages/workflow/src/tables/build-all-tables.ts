import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { formatSeries } from '@tapehaul/archive';
import { asTapehaulError, counted, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import type { FlowContext, TaskResult } from '@tapehaul/orchestrator';
import { tablesManifest } from '../directory.ts';
import { isStorageRefusal } from '../engines/check-storage.ts';
import { TABLE_TASK } from '../flow-names.ts';
import { BrokenSources } from './broken/broken-sources.ts';
import { buildTableMonth, type TableBuild, tableTaskId } from './build-table-month.ts';
import {
  type FoundPartitions,
  type MonthWork,
  nothingFound,
  type TableMaking,
  tableMonths,
} from './months/month-work.ts';
import type { TableRequest } from './months/table-request.ts';
import { settleTasks } from './settle-tasks.ts';
import { writeTablesManifest } from './tables-manifest.ts';

/** Everything that building the tables of a request needs. */
export interface AllTables extends Omit<TableBuild, 'broken'>, TableRequest {
  /** Output directory, absolute. */
  readonly root: string;
  /** Months at once. */
  readonly concurrency: number;
  /** How the run is stopped gently; in no way by default. */
  readonly stop?: GentleStop | undefined;
}

/** A stop that lets months in progress finish. */
export interface GentleStop {
  /** Aborts when no further month may begin. */
  readonly signal: AbortSignal;
  /** Cancels the run; called once no month is in progress. */
  readonly cancel: () => void;
}

/** With the files that are known to be broken. */
type KnownTables = AllTables & Pick<TableBuild, 'broken'>;

/**
 * Builds what is not as its sources are, month by month, and writes the manifest. A month that fails stops nothing; trouble of this
 * machine, and a bucket that refuses to store, stops all. Rejects with that, and when the run is stopped; what is built by then is recorded.
 */
export async function buildAllTables(
  all: AllTables,
  context: Pick<FlowContext, 'each' | 'log'>,
): Promise<void> {
  const broken = await BrokenSources.read(all.root);
  try {
    await buildKnown({ ...all, broken }, context);
  } finally {
    // What cannot be noted is read once more by the next build.
    await broken.write().catch((thrown: unknown) => {
      context.log('warn', `files that are broken could not be noted: ${asTapehaulError(thrown).message}`);
    });
  }
}

async function buildKnown(all: KnownTables, context: Pick<FlowContext, 'each' | 'log'>): Promise<void> {
  const { catalog, root, tally, threads, runId, storage } = all;
  const concurrency = all.concurrency + storage.ahead;
  const making: TableMaking = { ...all, writer: threads.version };
  const emit: TableBuild['emit'] = (event) => {
    tally.add(event);
    all.emit(event);
  };
  const found = await plan(all, making, emit);
  const isToWrite = found.months > 0 || found.gone.length > 0 || !existsSync(tablesManifest(root));
  // A manifest that does not say what is built must not stay when this process dies.
  if (isToWrite) await rm(tablesManifest(root), { force: true });
  for (const path of found.gone) catalog.forgetPartition(path);
  const settle = ({ input, state, attempts, output = 0, error }: TaskResult<MonthWork, number>): void => {
    if (state === 'Cancelled') return;
    const { series, month } = input;
    const failure = error === undefined ? null : asTapehaulError(error);
    emit({
      kind: 'table_month',
      series: formatSeries(series),
      month,
      partitions: output,
      attempts,
      error: failure?.toJSON() ?? null,
    });
    if (failure !== null && (STOPS_ALL.has(failure.code) || isStorageRefusal(failure))) throw failure;
  };
  if (found.months > 0) {
    const months = untilStopped(tableMonths(all, making, nothingFound()), all.stop?.signal);
    await context.each(buildTableMonth({ ...all, emit }), months, { concurrency, id: tableTaskId }, settle);
  }
  await catalog.settled();
  endIfStopped(all);
  // Of a run that is continued, another run may have built months meanwhile.
  await settleTasks(all, TABLE_TASK);
  if (isToWrite) await writeTablesManifest(root, catalog);
  const { partitions, failed_months } = tally.summary();
  context.log(
    'info',
    `run ${runId} built ${counted(partitions, 'partition')} of tables; ${counted(failed_months, 'month')} failed`,
  );
}

/** Finds out what is to be built, and reports it. */
async function plan(
  all: KnownTables,
  making: TableMaking,
  emit: TableBuild['emit'],
): Promise<FoundPartitions & { readonly months: number }> {
  const found = nothingFound();
  let [months, partitions, source_bytes] = [0, 0, 0];
  for await (const { sources, periods } of tableMonths(all, making, found)) {
    endIfStopped(all);
    months += 1;
    partitions += periods.length;
    for (const { bytes } of sources) source_bytes += bytes;
  }
  // Of a part of the request, others are counted already.
  if (all.only === undefined) {
    all.tally.withoutSources = found.withoutSources;
    all.tally.withoutDigest = found.withoutDigest;
    all.tally.broken = found.broken;
  }
  emit({ kind: 'tables_planned', months, partitions, up_to_date: found.upToDate, source_bytes });
  return { ...found, months };
}

/** Cancels a run that is to stop gently, and throws what stopped it. */
function endIfStopped({ stop }: AllTables): void {
  if (stop?.signal.aborted !== true) return;
  stop.cancel();
  throw stoppedBy(stop.signal);
}

async function* untilStopped(
  months: AsyncIterable<MonthWork>,
  stopped: AbortSignal | undefined,
): AsyncGenerator<MonthWork> {
  for await (const month of months) {
    if (stopped?.aborted === true) return;
    yield month;
  }
}

/** Trouble of this machine that every further month would meet, too. */
const STOPS_ALL: ReadonlySet<TapehaulError['code']> = new Set(['disk_full', 'disk_failed', 'catalog_failed']);
