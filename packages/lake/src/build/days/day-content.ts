import type { RowFinding } from '@tapehaul/tables';
import type { TableRows } from '../../rows/table-rows.ts';

/** What a source gives to a day. */
export interface DayPart {
  /** Key of the source. */
  readonly key: string;
  readonly rows: number;
  /** The rule by which the source was chosen, or by which its rows were added; null where sources agree. */
  readonly rule: string | null;
}

/** The rows of one UTC day of a series, as they go into a partition. */
export interface DayContent {
  readonly day: string;
  /** Sorted by the key of the table. */
  readonly rows: TableRows;
  readonly parts: readonly DayPart[];
  /** Of the choice between sources. Those of the rows of each source are known once it is read to its end. */
  readonly findings: readonly RowFinding[];
}
