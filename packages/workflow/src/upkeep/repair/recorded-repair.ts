import type { CatalogReader } from '@tapehaul/catalog';
import { closeQuietly } from '../../record.ts';
import { records } from '../../record-store.ts';

/** Name of the flow of repairs in the record. */
export const REPAIR_FLOW = 'repair';

/** Whether the latest repair of a sound record did not end. */
export function isRepairUnfinished(root: string): Promise<boolean> {
  return reading(root, async (record) => {
    const [last] = (await record.runs({ flow: REPAIR_FLOW, limit: 1 })).rows;
    return last !== undefined && last.state !== 'Completed';
  });
}

/** Whether a sound record knows of any run. */
export function hasRuns(root: string): Promise<boolean> {
  return reading(root, async (record) => (await record.runs({ limit: 1 })).rows.length > 0);
}

async function reading<Result>(
  root: string,
  read: (record: CatalogReader) => Promise<Result>,
): Promise<Result> {
  const record = await records.read(root);
  try {
    return await read(record);
  } finally {
    await closeQuietly(record);
  }
}
