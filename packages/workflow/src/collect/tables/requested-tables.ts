import { formatSeries, knownSeries } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import { type MonthThreads, startMonthThreads } from '@tapehaul/lake';
import type { Task } from '@tapehaul/orchestrator';
import { tableStaging } from '../../directory.ts';
import { fileRetries } from '../../file/retries.ts';
import { TABLE_TASK } from '../../flow-names.ts';
import { BrokenSources } from '../../tables/broken/broken-sources.ts';
import { buildAllTables } from '../../tables/build-all-tables.ts';
import type { MonthToCompare } from '../../tables/compare/months-to-compare.ts';
import { noteRequestedDays } from '../../tables/compare/note-requested-days.ts';
import type { SeriesMonths } from '../../tables/months/table-request.ts';
import { settleTasks } from '../../tables/settle-tasks.ts';
import { bucketTables } from '../../tables/storage/bucket-tables.ts';
import { localTables } from '../../tables/storage/local-tables.ts';
import type { TableTally } from '../../tables/table-tally.ts';
import { writeTablesManifest } from '../../tables/tables-manifest.ts';
import type { CollectionRun } from '../steps/collection-run.ts';
import type { DownloadsInput } from '../steps/downloads.ts';
import { step } from '../steps/step.ts';
import { type ComparedMonths, planDaysToCompare } from './days-to-compare.ts';

/** A run whose tables are built. */
export interface TablesInput extends DownloadsInput {
  /** Counts what is built. */
  readonly tally: TableTally;
  /** Months whose days were requested since, which alone are built again; null for all that the run requests. */
  readonly compared: ComparedMonths | null;
}

/**
 * Builds the tables of what a collection requested, as its configuration says, in a thread of their own. What was built counts, also where
 * this fails.
 */
export const buildRequestedTables: Task<TablesInput, void> = step(
  'build-tables',
  {},
  async ({ run, context, tally, compared }: TablesInput, { signal }): Promise<void> => {
    const { config, root, runId, catalog, hub, target } = run;
    if (config.tables === false) return;
    const { numbers, repair, types = config.data_types } = config.tables;
    const request = { ...config, data_types: types };
    const only = compared === null ? undefined : bySeries(compared.months);
    if (only !== undefined) tally.buildsAgain();
    let threads: MonthThreads | undefined;
    try {
      if (compared === null || compared.files > 0) {
        threads = await startMonthThreads({ staging: tableStaging(root) });
        const storage =
          typeof target === 'string' ? localTables(root) : bucketTables({ root, target, request, signal });
        const build = { root, storage, runId, catalog, threads, numbers, repair, tally, request, only };
        const all = { ...build, retries: fileRetries(config), concurrency: 1, rebuild: false };
        await buildAllTables({ ...all, emit: hub.emit }, context);
      }
      if (compared === null) return;
      const broken = await BrokenSources.read(root);
      const noted = await noteRequestedDays(catalog, runId, compared.months, broken);
      await broken.write();
      tally.found(noted);
      if (noted.findings > 0) await writeTablesManifest(root, catalog);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      tally.error = asTapehaulError(thrown).toJSON();
      throw thrown;
    } finally {
      await threads?.close();
    }
  },
);

/** The months of each series. */
function bySeries(months: readonly MonthToCompare[]): readonly SeriesMonths[] {
  const known = new Map<string, { readonly series: SeriesMonths['series']; readonly months: Set<string> }>();
  for (const { month } of months) {
    const series = knownSeries(month);
    if (series === undefined) continue;
    const name = formatSeries(series);
    const own = known.get(name) ?? { series, months: new Set() };
    own.months.add(month.period);
    known.set(name, own);
  }
  return [...known.values()];
}

/** Settles tasks about tables of a run that is continued without tables. */
export async function skipTables(run: CollectionRun): Promise<void> {
  for (const name of [TABLE_TASK, buildRequestedTables.name, planDaysToCompare.name])
    await settleTasks(run, name);
}
