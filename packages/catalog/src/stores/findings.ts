import type { SeriesParts } from '@tapehaul/archive';
import type { NewLog } from '../records/logs.ts';
import type { LogPage, LogQuery, Pages } from '../records/queries.ts';
import type { ChangeRecord, GapRecord } from '../records/records.ts';

/** An object that a former run may have missed. */
export interface MissingObject {
  /** Id of its task, and the state in which a task ends whose object does not exist. */
  readonly taskId: string;
  readonly state: string;
  readonly series: SeriesParts;
  /** Its first day, UTC. */
  readonly day: string;
}

/** Records what a run found out: gaps, changes at the source, and its log. */
export interface Findings {
  recordLog(log: NewLog): void;
  recordChange(change: ChangeRecord): void;
  /** Records a gap; the same span with the same verdict is one gap, with the reason that was recorded last. */
  recordGap(runId: string, gap: GapRecord): void;
}

/** Reads what runs found out. */
export interface FindingsReader {
  /** A page of a run's log. */
  logs(runId: string, query?: LogQuery): Promise<LogPage>;
  /** The gaps of a run, in the order of the names of series, and of days. */
  gaps(runId: string): Pages<GapRecord>;
  /** What a run found to have changed at the source. */
  changes(runId: string): Pages<ChangeRecord>;
  /** What was last found to have changed of an object, by any run. */
  lastChange(key: string): Promise<ChangeRecord | undefined>;
  /**
   * Whether a run found that its source does not have an object: its task ended in that state, or a day of its series lies
   * in a gap.
   */
  wasMissing(runId: string, missing: MissingObject): Promise<boolean>;
}
