import { channel } from 'node:diagnostics_channel';

/** How far a record is that an earlier version made and that is brought up to date. */
export interface RecordUpdate {
  /** Where the record is, for messages. */
  readonly place: string;
  /** Rows of it that were read by now, and all. */
  readonly done: number;
  readonly total: number;
}

/** Receives a {@link RecordUpdate} after each step in which an opened record is brought up to date. */
export const recordUpdates = channel('tapehaul:record-update');
