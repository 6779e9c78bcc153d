import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RUNS } from '../../directory.ts';
import { FLOW_NAME } from '../../flow-names.ts';
import { findRecord, openRecord } from '../../record.ts';
import { recordLeftInDatabase, recordLeftInFile } from '../../record-store.ts';
import { type Finding, failed, finding } from './finding.ts';

/** Whether the record of an output directory can be read, and how its newest collection ended. Writes nothing; never rejects. */
export async function diagnoseRecord(root: string): Promise<Finding> {
  try {
    // A directory with runs had a record: opening it says that it is missing.
    const isNew = (await findRecord(root)) === undefined && !existsSync(join(root, RUNS));
    if (isNew && ((await recordLeftInDatabase(root)) ?? (await recordLeftInFile(root))) === undefined)
      return finding('record', true, 'none yet; the first run creates it', '');
    const catalog = await openRecord(root);
    const [newest] = (await catalog.runs({ flow: FLOW_NAME, limit: 1 })).rows;
    await catalog.close();
    if (newest === undefined) return finding('record', true, 'no collections yet', '');
    const next = NEXT[newest.state];
    const remedy = next === undefined ? '' : `${next} --dir ${root}.`;
    return finding(
      'record',
      next === undefined,
      `the newest run is ${newest.runId}, ${newest.state}`,
      remedy,
    );
  } catch (error) {
    return failed('record', error, 'Check the output directory.');
  }
}

/** What is to be done about a run that has ended in that state, or is held. */
const NEXT: Readonly<Record<string, string>> = {
  Crashed: 'Continue it: tapehaul resume',
  Cancelled: 'Continue it: tapehaul resume',
  Failed: 'Try again: tapehaul retry',
  CompletedWithGaps: 'Try again what failed: tapehaul retry',
  Paused: 'Continue it: tapehaul unpause',
};
