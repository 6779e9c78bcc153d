import { errorRecordSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import {
  countsSchema,
  runProgressSchema,
  runSchema,
  runTablesSchema,
  timeSchema,
} from '../schema/run-schema.ts';

/** Files of an event at most, of those in transfer and of those that failed. */
export const MOST_LISTED = 20;

const activeFile = z
  .object({
    id: z.string(),
    engine: z.string().nullable().describe('Null of a run of another process.'),
    started_at: timeSchema,
    bytes: z
      .int()
      .nullable()
      .describe('Its size by the listing, else the typical size of such files; null where neither is known.'),
  })
  .meta({ id: 'ActiveFile' });

const failedFile = z
  .object({
    id: z.string(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    at: timeSchema,
  })
  .meta({ id: 'FailedFile' });

/** The first event of the progress of a run. */
export const progressSnapshotSchema = z
  .object({ run: runSchema, active: z.array(activeFile).max(MOST_LISTED) })
  .describe('Where the run stands; the events that follow are newer.');

const progress = z
  .object({
    kind: z.literal('progress'),
    files: countsSchema.describe('Files of the plan by state.'),
    progress: runProgressSchema.nullable(),
    tables: runTablesSchema.nullable(),
    queue_place: z.int().nullable(),
    waits_for: z.string().nullable(),
    active: z.array(activeFile).max(MOST_LISTED).describe('Files in transfer, those first that began first.'),
    new_failures: z
      .array(failedFile)
      .max(MOST_LISTED)
      .describe('Files that failed since the last of these events, the latest first.'),
    new_failures_total: z.int(),
  })
  .describe('At most two a second.');

const state = z.object({ kind: z.literal('state'), state: z.string(), at: timeSchema });

/** How a run ended, as its last event. */
export const endedSchema = z.object({
  kind: z.literal('ended'),
  state: z.string(),
  exit_code: z.int().describe('What the same command without a service would end with.'),
  error: errorRecordSchema.nullable(),
});

const shownEnd = z.object({
  kind: z.literal('ended'),
  state: z.string(),
  exit_code: z.int(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
});

/** What happens to a run, as its progress reports it. */
export const progressEventSchemas = { progress, state, ended: shownEnd } as const;

/** What happens to a run, as its progress reports it. */
export type ProgressEvent = z.output<typeof progress> | z.output<typeof state> | z.output<typeof shownEnd>;
/** A file in transfer. */
export type ActiveTask = z.output<typeof activeFile>;
/** A file that failed. */
export type FailedTask = z.output<typeof failedFile>;

/** The first event of all runs. */
export const runsSnapshotSchema = z
  .object({ runs: z.array(runSchema) })
  .describe('Runs in progress and in the queue; the events that follow are newer.');

const run = z
  .object({ kind: z.literal('run'), run: runSchema })
  .describe('A run is new, or has changed: at most one a second of each.');
const runEnded = z.object({ kind: z.literal('ended'), run: runSchema });

/** What happens to all runs. */
export const runsEventSchemas = { run, ended: runEnded } as const;

/** What happens to all runs. */
export type RunsEvent = z.output<typeof run> | z.output<typeof runEnded>;
