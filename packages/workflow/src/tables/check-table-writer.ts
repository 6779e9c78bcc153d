import { startMonthThreads } from '@tapehaul/lake';
import { tableStaging } from '../directory.ts';

/**
 * Checks that tables can be written on this machine, before anything is done for them. Rejects with a TapehaulError
 * `table_writer_missing` where DuckDB is not installed or does not run.
 */
export async function checkTableWriter(root: string): Promise<void> {
  const threads = await startMonthThreads({ staging: tableStaging(root) });
  await threads.close();
}
