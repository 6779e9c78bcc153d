import type { SeriesParts } from '@tapehaul/archive';
import type { LogLevel, LogRecord } from './logs.ts';
import type { TaskRecord } from './records.ts';
import type { KeyFilter } from './task-keys.ts';

/** Where a page of a list begins and how long it is. */
export interface PageRequest {
  /** What {@link Page.next} of the page before said; the first page without. */
  readonly cursor?: string;
  /** Rows, 1 to 1,000; 100 by default. */
  readonly limit?: number;
}

/** A page of a list. */
export interface Page<Row> {
  /** Fewer than requested, even none, where a search for a text would take long to find more. */
  readonly rows: readonly Row[];
  /** Where the next page begins; null when this is the last. Opaque. */
  readonly next: string | null;
}

/**
 * A list that is read to its end: pages of at most 1,000 rows, read as they are requested. What is recorded meanwhile may be
 * in it or not; no row is in it twice.
 */
export type Pages<Row> = AsyncIterable<readonly Row[]>;

/** Which tasks of a run, in which order. */
export interface TaskQuery extends PageRequest {
  readonly states?: readonly string[];
  readonly name?: string;
  readonly errorCode?: string;
  /** A part of the task's id, in any case: each task is read for that. */
  readonly contains?: string;
  /** Tasks whose ids are such keys, found by ranges of keys: listed in the order of the keys where no other is requested. */
  readonly keys?: KeyFilter;
  /** As planned, by default; or of those that have begun, those first that changed last, or that took the longest. */
  readonly order?: 'planned' | 'slowest' | 'latest';
}

/** A page of tasks. Only the last one is empty, except of a search by `contains`, which answers while it has not found anything. */
export interface TaskPage extends Page<TaskRecord> {
  /** How far a search by `contains` alone is: tasks that were read by now, and all that it reads; null for other lists. */
  readonly searched: { readonly tasks: number; readonly of: number } | null;
}

/** Which log lines of a run. */
export interface LogQuery extends PageRequest {
  /** In the order they came, by default. */
  readonly order?: 'oldest' | 'newest';
  readonly taskId?: string;
  /** Only lines of this attempt of the task; nothing without `taskId`. */
  readonly attempt?: number;
  /** This level and those above. */
  readonly level?: LogLevel;
  /** A part of the message, in any case. */
  readonly contains?: string;
  /** Only lines behind this one, for a reader that follows. */
  readonly after?: number;
  /** Only lines before this one. */
  readonly before?: number;
}

/** A page of log lines. */
export type LogPage = Page<LogRecord>;

/** Which runs, the newest first. */
export interface RunQuery extends PageRequest {
  readonly flow?: string;
  readonly states?: readonly string[];
  /** Only those whose plan is stored in whole. */
  readonly planned?: boolean;
}

/** How many tasks of a run are in a state, and how large what they brought is together. */
export interface StateCount {
  readonly tasks: number;
  readonly bytes: number;
}

/** Which part of a run's time, and how finely. */
export interface TimelineQuery {
  /** Slices at most, all of the same length; 60 by default. */
  readonly slices?: number;
  /** Milliseconds since 1970 UTC; by default from the first ended task to the last. */
  readonly from?: number;
  readonly to?: number;
  /** Only tasks of this name. */
  readonly name?: string;
}

/** What happened in a slice of a run's time. */
export interface TimelineSlice {
  /** Its beginning, in milliseconds since 1970 UTC: a whole second, or minute of a long time. */
  readonly from: number;
  /** Behind its end. */
  readonly to: number;
  /** Tasks that ended in it, or were found to be done, by final state, with their bytes. */
  readonly ended: Readonly<Record<string, StateCount>>;
  /** Attempts that failed in it and were followed by a wait for another. */
  readonly retries: number;
  /** Attempts in progress at its end. */
  readonly active: number;
}

/** Tasks of a run that failed for the same reason. */
export interface FailureClass {
  readonly code: string;
  readonly tasks: number;
  /** One of them. */
  readonly exampleTaskId: string;
  readonly exampleMessage: string;
}

/** What is held of a series in a partition. */
export interface SeriesCoverage {
  readonly series: SeriesParts;
  readonly partition: string;
  readonly objects: number;
  /** How many of them were proved by their sidecar. */
  readonly proved: number;
  /** How many of them were proved deep: their content was inflated and compared, too. */
  readonly deep: number;
  readonly bytes: number;
  /** First and last period held. */
  readonly first: string;
  readonly last: string;
}

/** Which series, in the order of their names. */
export interface CoverageQuery extends PageRequest {
  /** What the names of the series begin with, such as `spot/klines/`. */
  readonly prefix?: string;
}
