import { asTapehaulError } from '@tapehaul/errors';
import { type MonthThreads, startMonthThreads } from '@tapehaul/lake';
import type { Task } from '@tapehaul/orchestrator';
import { tableStaging } from '../../directory.ts';
import { fileRetries } from '../../file/retries.ts';
import { TABLE_TASK } from '../../flow-names.ts';
import { buildAllTables } from '../../tables/build-all-tables.ts';
import { settleTasks } from '../../tables/settle-tasks.ts';
import { bucketTables } from '../../tables/storage/bucket-tables.ts';
import { localTables } from '../../tables/storage/local-tables.ts';
import { TableTally } from '../../tables/table-tally.ts';
import type { CollectionRun } from './collection-run.ts';
import type { DownloadsInput } from './downloads.ts';
import { step } from './step.ts';

/**
 * Builds the tables of what a collection requested, as its configuration says, in a thread of their own. What was built is kept with
 * the run, also where this fails.
 */
export const buildRequestedTables: Task<DownloadsInput, void> = step(
  'build-tables',
  {},
  async ({ run, context }: DownloadsInput, { signal }): Promise<void> => {
    const { config, root, runId, catalog, hub, target } = run;
    if (config.tables === false) return;
    const { numbers, repair, types = config.data_types } = config.tables;
    const tally = new TableTally();
    const request = { ...config, data_types: types };
    let threads: MonthThreads | undefined;
    try {
      threads = await startMonthThreads({ staging: tableStaging(root) });
      const storage =
        typeof target === 'string' ? localTables(root) : bucketTables({ root, target, request, signal });
      const build = { root, storage, runId, catalog, threads, numbers, repair, tally, request };
      const all = { ...build, emit: hub.emit, retries: fileRetries(config), concurrency: 1, rebuild: false };
      await buildAllTables(all, context);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      tally.error = asTapehaulError(thrown).toJSON();
      throw thrown;
    } finally {
      await threads?.close();
      if (!signal.aborted) run.tables = tally.summary();
    }
  },
);

/** Settles tasks about tables of a run that is continued without tables. */
export async function skipTables(run: CollectionRun): Promise<void> {
  for (const name of [TABLE_TASK, buildRequestedTables.name]) await settleTasks(run, name);
}
