import {
  type DisputeRecord,
  type DisputeState,
  type DisputesReader,
  everyRow,
  type Page,
} from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';

/** Which disputes, in the order of their keys. */
export interface DisputesQuery {
  /** All without. */
  readonly state?: DisputeState;
  readonly cursor?: string;
  /** Rows, 1 to 1,000; 100 by default. */
  readonly limit?: number;
}

/** A page of the disputes of a record. Rejects with a TapehaulError `cursor_invalid` for a cursor of another list. */
export async function disputePage(
  record: Pick<DisputesReader, 'disputes'>,
  query: DisputesQuery = {},
): Promise<Page<DisputeRecord>> {
  const limit = pageLimit(query);
  const after = query.cursor === undefined ? '' : String(positionOf('disputes', [''], query.cursor)[0]);
  const rows: DisputeRecord[] = [];
  for await (const dispute of everyRow(record.disputes(query.state))) {
    if (dispute.key <= after) continue;
    if (rows.length === limit) return { rows, next: cursorOf('disputes', [rows.at(-1)?.key ?? '']) };
    rows.push(dispute);
  }
  return { rows, next: null };
}
