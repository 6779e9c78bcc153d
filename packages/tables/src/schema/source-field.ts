/** How the text of a field of a CSV line is read. */
export type FieldFormat =
  /** Milliseconds or microseconds since 1970 UTC, distinguished by value: from 1e14 on microseconds. */
  | 'epoch'
  /** `2025-07-01 08:00:00`, UTC. */
  | 'date time'
  /** `2023-05-18`, UTC. */
  | 'date'
  /** Hour of the day, 0 to 23, UTC. */
  | 'hour'
  | 'whole number'
  | 'decimal'
  /** `true` or `false`, in any case. */
  | 'flag'
  | 'text'
  /** Means nothing, and is left out. */
  | 'filler';

/** One field of a CSV line, and where it goes. */
export interface SourceField {
  /** The name in the header line, or the one that futures files use. A derived column names its fields by it. */
  readonly name: string;
  readonly format: FieldFormat;
  /** Position of the column of the table that it fills; null where it is left out, or only helps to make another one. */
  readonly column: number | null;
  /** Whether files leave it blank at times. */
  readonly mayBeBlank: boolean;
}
