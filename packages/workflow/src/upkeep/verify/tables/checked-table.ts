import type { PartitionRecord } from '@tapehaul/catalog';
import type { VerifiedTable } from './verified-table.ts';

/** A partition with what was found of its file. */
export interface CheckedTable {
  readonly partition: PartitionRecord;
  readonly table: VerifiedTable;
}
