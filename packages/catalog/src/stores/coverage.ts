import type { Partition, SeriesParts } from '@tapehaul/archive';
import type { CodesOf, DayRange, DayState, Fault, SeriesFilter } from '@tapehaul/coverage';
import type { Page, PageRequest } from '../records/queries.ts';

/** What became known of consecutive files of a series. */
export interface CellRecord {
  readonly series: SeriesParts;
  readonly partition: Partition;
  /** First and last period, both included: days, or months `2025-07`. */
  readonly first: string;
  readonly last: string;
  /** Verdicts are about days: they stand in the daily partition. */
  readonly state: DayState;
  /** Of months: whether this is what a plan says that has listed the series, which ends all verdicts about their days. */
  readonly isListed?: boolean;
}

/**
 * Records what is known of each file, held or not, beside the holdings. What is held needs no call: `recordObject` and what is
 * handed in mark it as proved or unverified, `forgetObject` as unknown, in the same transaction.
 */
export interface Coverage {
  /**
   * Records what became known, by the rules of `markedCode` of @tapehaul/coverage, with the group of rows that is open.
   * Nothing is recorded for a run that another process has taken over. Pass null where no run is about it, as when a file
   * is found to be gone.
   */
  recordCells(runId: string | null, cells: CellRecord): void;
  /**
   * Records that the days of a series were planned, and that its held files lie where these plans expect them; in place of
   * what was recorded of the series before. Nothing is recorded for a run that another process has taken over.
   */
  recordSeen(runId: string, seen: SeenSeries): void;
  /** Forgets what {@link Coverage.recordSeen} recorded of a series: its files may lie elsewhere. */
  forgetSeen(series: SeriesParts): void;
}

/** That plans have gone through the days of a series under the same terms. */
export interface SeenSeries {
  readonly series: SeriesParts;
  /** Names what the plans depended on, such as where files lie; opaque. */
  readonly terms: string;
  /** Which files its days are planned by. */
  readonly partition: CodesOf;
  /** First and last day that were planned, UTC. */
  readonly first: string;
  readonly last: string;
  /** When the archive and the disk were last compared with all that is held of it, as a UTC day. */
  readonly checkedOn: string;
  /** Days up to this one change seldom: the record keeps their states together, so that reading them costs the same however many they are. */
  readonly oldUntil: string;
}

/** What is known of the days of a series that was seen. */
export interface SeenDays extends Omit<SeenSeries, 'oldUntil'> {
  /** The states of all days from the first to the last as run lengths, `[code, days, code, days, …]`. */
  readonly runs: readonly number[];
}

/** Which series and days, in the order of the names of series. */
export interface CellsQuery extends PageRequest, DayRange, SeriesFilter {
  /** What the names of the series begin with, such as `spot/klines/`. */
  readonly prefix?: string;
}

/** The days of a series. */
export interface SeriesCells {
  readonly series: SeriesParts;
  /** First and last day of which anything is known, UTC. */
  readonly first: string;
  readonly last: string;
  /** The code of a state for each day, from the first to the last. */
  readonly codes: Uint8Array;
  /** Days that are held twice, by a daily and a monthly file. */
  readonly doubles: number;
  /** When any of it was last changed. */
  readonly changedAt: number;
}

/** Which holes: longest first. */
export interface HolesQuery extends CellsQuery {
  /** Whose holes; what is missing, by us or by the archive, by default. */
  readonly faults?: readonly Fault[];
}

/** Consecutive days of a series that are expected and not held, for one reason. */
export interface Hole {
  readonly series: SeriesParts;
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly state: DayState;
  readonly fault: Fault;
  /** Why its first day is not held, without a full stop. */
  readonly reason: string;
  /** What shows it: an error code, or the verdict of a plan; null where only the state is known. */
  readonly evidence: string | null;
  /** The run and the task that found it out; null where none did. */
  readonly runId: string | null;
  readonly taskId: string | null;
  /** What to do. */
  readonly remedy: string;
}

/** Reads what is known of each day. */
export interface CoverageReader {
  /** A page of series with their days; at most 2,000 series. */
  cells(query?: CellsQuery): Promise<Page<SeriesCells>>;
  /** The days of one series; undefined when nothing is known in that range. */
  cellsOf(series: SeriesParts, range?: DayRange): Promise<SeriesCells | undefined>;
  /** What is known of the days of a series that plans have gone through; undefined when none has. */
  seenDays(series: SeriesParts): Promise<SeenDays | undefined>;
  /** What is known of one day of a series and why, in the form of a hole of one day whatever its state is. */
  explainDay(series: SeriesParts, day: string): Promise<Hole>;
  /** A page of holes, the longest first. Reads the cells of all series that are requested; others get their turn meanwhile. */
  holes(query?: HolesQuery): Promise<Page<Hole>>;
}
