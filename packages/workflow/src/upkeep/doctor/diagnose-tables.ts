import { startMonthThreads } from '@tapehaul/lake';
import { tableStaging } from '../../directory.ts';
import { type Finding, failed, finding } from './finding.ts';

/** Checks that tables can be written on this machine. Never rejects. */
export async function diagnoseTables(root: string): Promise<Finding> {
  try {
    const threads = await startMonthThreads({ staging: tableStaging(root) });
    await threads.close();
    return finding('tables', true, `tables can be written, by ${threads.version}`, '');
  } catch (error) {
    return failed('tables', error, 'Set tables to false, or repair the installation.');
  }
}
