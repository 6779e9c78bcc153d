import type { DisputeRecord, ObjectRecord } from '@tapehaul/catalog';
import type { Change, ObjectAnswer, SettledAnswer, VerdictAnswer } from '@tapehaul/planner';

/** An object of the plan, compared with what is held. */
export interface FileStep<Found> {
  readonly kind: 'file';
  /** `present` also where a check of the file is all that is left to do, and where `keep_old` keeps it. */
  readonly change: Exclude<Change, 'gone'>;
  readonly key: string;
  readonly object: ObjectAnswer['object'];
  readonly listed: ObjectAnswer['listed'];
  readonly by: ObjectAnswer['by'];
  /** Why a day is planned in place of its month, or a month in place of its days, or that a month is short or disputed. */
  readonly because: ObjectAnswer['because'];
  /** Of a short month: days that neither it nor another file is known to hold. */
  readonly onlyHere: ObjectAnswer['onlyHere'];
  /** Its size by the listing, else the typical size of such files, in bytes. */
  readonly bytes: number;
  readonly held: ObjectRecord | undefined;
  /** What is in place as recorded; undefined when the file has to be fetched, or checked first. */
  readonly found: Found | undefined;
  /** Its open dispute, where a listing shows that the archive has changed neither file since. */
  readonly dispute?: DisputeRecord;
  /** Whether the archive has another version than the one that is held. */
  readonly isNewer: boolean;
}

/** A held object that the archive does not have any more. */
export interface GoneFile {
  readonly kind: 'gone';
  readonly key: string;
  readonly object: ObjectAnswer['object'];
  readonly held: ObjectRecord;
}

/** A recorded file that is not on disk as recorded, of days for which a plan has other answers. */
export interface LostFile {
  readonly kind: 'lost';
  readonly key: string;
  readonly object: ObjectAnswer['object'];
  readonly held: ObjectRecord;
}

/** One answer of a plan, and what it means for what is held. */
export type PlanStep<Found> = FileStep<Found> | GoneFile | LostFile | VerdictAnswer | SettledAnswer;
