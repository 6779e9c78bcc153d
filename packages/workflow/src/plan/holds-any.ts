import { firstRows, type HoldingsReader } from '@tapehaul/catalog';

/** Whether a record has anything held. */
export async function holdsAny(record: HoldingsReader): Promise<boolean> {
  return (await firstRows(record.held(), 1)).length > 0;
}
