/** `error`: data are wrong. `gap`: data are missing, which needs an explanation. `note`: unusual, and kept. */
export type Severity = 'error' | 'gap' | 'note';

/** What a finding counts at most: a broken id may leave out more numbers than there are trades, and sums are to stay exact. */
export const MOST_COUNTED = 1e12;

/** What rows of one source file, or of one partition, were found to be like on one UTC day. A finding never stops a build. */
export interface RowFinding {
  /** Name of the rule, as in `ROW_RULES`. */
  readonly rule: string;
  readonly severity: Severity;
  /** UTC day that it belongs to. */
  readonly day: string;
  /** Key of the source file; null where it is about the partition as a whole. */
  readonly source: string | null;
  /** Microseconds since 1970 UTC: from where to where; null where no time is known. */
  readonly first: number | null;
  readonly last: number | null;
  /** How many rows, or missing rows, or values, as the rule says; at most {@link MOST_COUNTED}. */
  readonly count: number;
  /** A row or values as they stand in the file, at most 200 characters; null where there is nothing to show. */
  readonly sample: string | null;
}
