import { findingCountSchema, runRequestSchema } from '@tapehaul/workflow';
import * as z from 'zod';

/** Files by state. */
export const countsSchema = z.record(z.string(), z.object({ tasks: z.int(), bytes: z.int() }));

/** A time, ISO 8601 UTC. */
export const timeSchema = z.iso.datetime();

/** What can be requested of a run. */
export const ACTIONS = ['cancel', 'pause', 'unpause', 'resume', 'retry'] as const;

/** How far a run in progress has come. */
export const runProgressSchema = z
  .object({
    files_total: z.int().describe('Files of the plan; 0 until it is made.'),
    files_left: z.int(),
    bytes_moved: z.int().describe('Bytes of the files that the run has fetched, since it was started first.'),
    bytes_left: z.int().nullable().describe('Null where nothing is known of the size of what is left.'),
    bytes_left_is_estimate: z
      .boolean()
      .describe('By typical sizes of such files, corrected by the files that came; else by the listing.'),
    rate_bytes: z
      .int()
      .nullable()
      .describe('Bytes a second over the last minute; null while less than a second was measured.'),
    rate_files: z.number().nullable().describe('Files a second, likewise.'),
    eta_p50_seconds: z
      .int()
      .nullable()
      .describe('Seconds that are left at that rate, as likely less as more; null where nothing moves.'),
    eta_p90_seconds: z.int().nullable().describe('Seconds that nine of ten such runs need at most.'),
    transferring: z
      .int()
      .nullable()
      .describe('Files that an engine moves right now; null of a run of another process.'),
  })
  .meta({ id: 'RunProgress' });

/** What a run builds of tables. */
export const runTablesSchema = z
  .object({
    months: z
      .record(z.string(), z.int())
      .describe('Series and months by the state of their task; those that have not begun are in none.'),
    months_left: z
      .int()
      .nullable()
      .describe(
        'Series and months that have not ended; null while files are collected, after the end, and of a run of another process.',
      ),
    partitions: z
      .int()
      .nullable()
      .describe('Files of tables that were built. This and the next four: null where that is not known yet.'),
    up_to_date: z.int().nullable().describe('Those that were as their sources are.'),
    rows: z
      .int()
      .nullable()
      .describe('Rows of those that were built; a month that is built again counts twice until the end.'),
    bytes: z.int().nullable(),
    findings: z.array(findingCountSchema).nullable().describe('What was found in these rows, errors first.'),
  })
  .meta({ id: 'RunTables' });

const errorSchema = z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() });

/** A run as lists show it. */
export const runShape = {
  run_id: z.string(),
  state: z.string(),
  output_directory: z.string(),
  planned_at: timeSchema.nullable().describe('When its plan was stored in whole.'),
  started_at: timeSchema.nullable(),
  ended_at: timeSchema.nullable(),
  heartbeat_at: timeSchema
    .nullable()
    .describe('Last sign of life of the process that works or worked on it.'),
  resumes: z.int(),
  files: countsSchema.describe('Files of the plan by state, without those that were settled before.'),
  settled_files: z
    .int()
    .nullable()
    .describe(
      'Further files of the plan: held since an earlier run, neither fetched nor checked by this one; null until the plan is made, and of a run of another process until it has ended.',
    ),
  request: runRequestSchema.nullable().describe('What it collects; null until it has begun.'),
  can: z
    .array(z.enum(ACTIONS))
    .describe('What can be requested of it now, with a token that may; anything else is 409.'),
  progress: runProgressSchema.nullable().describe('Null while it waits, and once it has ended.'),
  tables: runTablesSchema.nullable().describe('What it builds of tables; null of a run that builds none.'),
  queue_place: z
    .int()
    .nullable()
    .describe('Its place in the queue, 1 for the next; null when it does not wait.'),
  waits_for: z.string().nullable().describe('What it waits for, in words.'),
  end: z
    .object({ exit_code: z.int(), error: errorSchema.nullable() })
    .nullable()
    .describe('How it ended: what the same command without a service would end with.'),
  owner: z
    .object({ host: z.string(), pid: z.int() })
    .nullable()
    .describe('The process that works or worked on it, where that is known.'),
  started_by: z.string().nullable().describe('Name of the token that started it; null without.'),
  parent: z.string().nullable().describe('The run that started this one.'),
  tags: z.array(z.string()),
  trace_id: z.string().nullable().describe('The trace that it is in; null when nothing was traced.'),
};

export const runSchema = z.object(runShape).meta({ id: 'Run' });

/** A run as the service shows it. */
export type ShownRun = z.output<typeof runSchema>;
