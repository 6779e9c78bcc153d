import { resolve } from 'node:path';
import { formatSeries } from '@tapehaul/archive';
import { asTapehaulError, exitStatusOfError, stoppedBy } from '@tapehaul/errors';
import { checkMonth } from '@tapehaul/lake';
import { tableStaging, tablesManifest } from '../directory.ts';
import type { TableBuildEvent } from '../events/table-events.ts';
import { closeQuietly, openRecord } from '../record.ts';
import { records } from '../record-store.ts';
import { openSourceFiles } from '../storage/open-source-files.ts';
import type { SourceFiles } from '../storage/source-files.ts';
import { exitOfMonths } from './broken/note-broken.ts';
import { type LeftOutFiles, type MonthWork, nothingFound, tableMonths } from './months/month-work.ts';
import type { TablePlace } from './months/series-sources.ts';
import type { TableRequest } from './months/table-request.ts';
import { tableEvent } from './partition-record.ts';
import { TableTally } from './table-tally.ts';
import type { TablesResult } from './tables-result.ts';

/** How rows are checked. */
export interface CheckTablesOptions extends Omit<TableRequest, 'rebuild'> {
  readonly signal?: AbortSignal;
  /** Receives every event, in order. */
  readonly onEvent?: (event: TableBuildEvent) => void;
}

/**
 * Reads the rows of all files that a build of these tables would read, checks them by the rules of their tables, and writes nothing:
 * no table, no record. Needs no DuckDB. Resolves with what it found, also when a file is broken or it was stopped. Rejects as building does.
 */
export async function checkTables(
  outputDirectory: string,
  { signal = new AbortController().signal, onEvent = () => {}, ...request }: CheckTablesOptions,
): Promise<TablesResult> {
  const root = resolve(outputDirectory);
  const tally = new TableTally();
  let storage = root;
  const emit = (event: TableBuildEvent): void => {
    tally.add(event);
    onEvent(event);
  };
  const catalog = await openRecord(root);
  try {
    await using open = await openSourceFiles(catalog, root, signal);
    storage = open.address;
    const place = { catalog, root, files: open.files };
    tally.withoutDigest = await checkAll(place, request, signal, emit);
  } catch (thrown) {
    tally.error = (signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown)).toJSON();
  } finally {
    await closeQuietly(catalog);
  }
  const failures = [...tally.errors.values()];
  const { error } = tally;
  const failed = failures.length > 0 ? 'completed_with_failures' : 'completed';
  return {
    kind: 'tables',
    status: error === null ? failed : signal.aborted ? 'cancelled' : 'failed',
    run_id: null,
    output_directory: root,
    storage,
    catalog: records.locate(root),
    manifest: tablesManifest(root),
    ...tally.summary(),
    exit_code: error === null ? exitOfMonths(failures) : exitStatusOfError(error),
  };
}

/** What is checked. */
interface CheckedPlace extends Pick<TablePlace, 'catalog'> {
  /** Output directory, absolute. */
  readonly root: string;
  readonly files: SourceFiles;
}

async function checkAll(
  { catalog, root, files }: CheckedPlace,
  request: Omit<TableRequest, 'rebuild'>,
  signal: AbortSignal,
  emit: (event: TableBuildEvent) => void,
): Promise<LeftOutFiles> {
  // All of them are read: what is built already is checked, too.
  const making = { ...request, rebuild: true, writer: '' };
  const place = { catalog, storage: { present: async () => new Set<string>() } };
  const planned = { months: 0, partitions: 0, up_to_date: 0, source_bytes: 0 };
  const found = nothingFound();
  for await (const { sources, periods } of tableMonths(place, making, found)) {
    planned.months += 1;
    planned.partitions += periods.length;
    for (const { bytes } of sources) planned.source_bytes += bytes;
  }
  emit({ kind: 'tables_planned', ...planned });
  for await (const work of tableMonths(place, making, nothingFound())) {
    if (signal.aborted) throw stoppedBy(signal);
    await checkOne({ root, files }, request, work, signal, emit);
  }
  return found.withoutDigest;
}

async function checkOne(
  { root, files }: Omit<CheckedPlace, 'catalog'>,
  { numbers, repair }: Omit<TableRequest, 'rebuild'>,
  { series, month, periods, sources }: MonthWork,
  signal: AbortSignal,
  emit: (event: TableBuildEvent) => void,
): Promise<void> {
  await using open = await files.open(sources, signal);
  const what = { series, month, sources: open.sources, periods, numbers, repair };
  const order = { ...what, root, staging: tableStaging(root) };
  const checking = checkMonth(order, { signal });
  let partitions = 0;
  for (;;) {
    const next = await checking.next();
    if (next.done !== true) {
      partitions += 1;
      emit(tableEvent(next.value, null));
      continue;
    }
    const error = next.value.faults[0]?.error.toJSON() ?? null;
    return emit({ kind: 'table_month', series: formatSeries(series), month, partitions, attempts: 1, error });
  }
}
