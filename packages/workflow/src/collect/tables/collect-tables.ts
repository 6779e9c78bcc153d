import type { Task } from '@tapehaul/orchestrator';
import { TableTally } from '../../tables/table-tally.ts';
import { type DownloadsInput, executeBatchDownloads } from '../steps/downloads.ts';
import { planDaysToCompare } from './days-to-compare.ts';
import { buildRequestedTables, type TablesInput } from './requested-tables.ts';

/** Does a step of a flow, under its own name. */
export type CallStep = <Input, Output>(definition: Task<Input, Output>, input: Input) => Promise<Output>;

/**
 * Builds the tables of a collection; then fetches the daily files of months that are worth a comparison, and builds these months again, once.
 * Where tables fail, what was collected stays collected: the state of the run says that they failed. Rejects when the run
 * is stopped, and as the download of its files does.
 */
export async function collectTables({ run, context }: DownloadsInput, call: CallStep): Promise<void> {
  const tally = new TableTally();
  const build = async (compared: TablesInput['compared']): Promise<boolean> => {
    try {
      await call(buildRequestedTables, { run, context, tally, compared });
      return true;
    } catch (error) {
      if (context.signal.aborted) throw error;
      return false;
    }
  };
  try {
    if (!(await build(null))) return;
    const compared = await call(planDaysToCompare, run);
    if (compared.files > 0) await call(executeBatchDownloads, { run, context });
    if (compared.months.length > 0) await build(compared);
  } finally {
    if (!context.signal.aborted) run.tables = tally.summary();
  }
}
