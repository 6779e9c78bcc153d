import { DAY_STATES } from '@tapehaul/coverage';
import { DATA_TYPES, INTERVALS, MARKETS } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageOf, pageQuery, runParams } from '../schemas.ts';

const dateTime = z.iso.datetime();

export const taskParams = runParams.extend({
  task: z.string().describe('Id of the task, such as the key of a file, its slashes as %2F.'),
});

/** Which tasks of a run. */
export const tasksQuery = pageQuery.extend({
  state: z.string().optional().describe('States, separated by commas.'),
  name: z
    .string()
    .optional()
    .describe('Name of the tasks; files by default, any for those and the steps of the flow.'),
  error_code: z.string().optional(),
  prefix: z.string().optional().describe('What the id begins with, such as data/spot/daily/klines/BTC.'),
  market: z.enum(MARKETS).optional(),
  data_type: z.enum(DATA_TYPES).optional(),
  symbol: z.string().optional(),
  interval: z.enum(INTERVALS).optional(),
  from: z.iso.date().optional().describe('First day, UTC; a monthly file counts for each of its days.'),
  to: z.iso.date().optional().describe('Last day, UTC.'),
  contains: z
    .string()
    .optional()
    .describe(
      'A part of the id, in any case. Each task is read for that: without prefix, market, … to, a page may be empty and not the last.',
    ),
  order: z
    .enum(['planned', 'slowest', 'latest'])
    .default('planned')
    .describe('planned is the order of the keys, where keys are searched by prefix, market, … to.'),
});

export const taskSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  attempts: z.int(),
  bytes: z.int().nullable(),
  engine: z.string().nullable(),
  started_at: dateTime.nullable(),
  updated_at: dateTime,
  duration_ms: z.int().nullable(),
  retry_at: dateTime.nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  market: z.enum(MARKETS).nullable().describe('This and the next five: of a file; null for other tasks.'),
  data_type: z.enum(DATA_TYPES).nullable(),
  symbol: z.string().nullable(),
  interval: z.enum(INTERVALS).nullable(),
  partition: z.enum(['daily', 'monthly']).nullable(),
  period: z.string().nullable().describe('Its day or month, 2025-07-01 or 2025-07.'),
});

export const taskPageSchema = pageOf(taskSchema).extend({
  scanned: z
    .int()
    .nullable()
    .describe('Tasks that were read for contains by now; null without it, and with prefix, market, … to.'),
  of: z.int().nullable().describe('Tasks that are read for contains in all.'),
});

export const attemptSchema = z.object({
  attempt: z.int(),
  state: z.string(),
  started_at: dateTime,
  ended_at: dateTime,
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
});

const wholeAttemptSchema = attemptSchema.extend({
  bytes: z.int().nullable().describe('What it brought; null unless it ended the task.'),
  engine: z.string().nullable(),
  trace_id: z.string().nullable().describe('Trace and span that its log names; null where it names none.'),
  span_id: z.string().nullable(),
});

/** One task with all that the record has about it. */
export const wholeTaskSchema = z.object({
  task: taskSchema,
  history: z.array(z.object({ state: z.string(), at: dateTime })),
  attempts: z.array(wholeAttemptSchema).describe('Those that have ended, the first one first.'),
  running: z
    .object({ attempt: z.int(), since: dateTime })
    .nullable()
    .describe('The attempt that is being made; null while none is.'),
  held: z
    .object({
      size: z.int(),
      etag: z.string().nullable(),
      sha256: z.string().nullable(),
      proof: z.enum(['sidecar', 'none', 'accepted']),
      depth: z.enum(['published', 'deep']),
      proved_at: dateTime,
      path: z.string().describe('Below the output directory.'),
    })
    .nullable()
    .describe('What is held under its key; null when nothing is.'),
  versions: z
    .array(
      z.object({
        size: z.int(),
        etag: z.string().nullable(),
        sha256: z.string().nullable(),
        last_modified: z.string().nullable(),
        replaced_at: dateTime,
        path: z.string().nullable().describe('Where it was kept; null when it was not kept.'),
      }),
    )
    .describe('Former versions of its file, the newest first; at most 1,000.'),
  last_change: z
    .object({ kind: z.enum(['replaced', 'late', 'vanished']), at: dateTime })
    .nullable()
    .describe('What was last found to have changed of its file in the archive.'),
  verdict: z
    .object({
      state: z.enum(DAY_STATES),
      fault: z.enum(['ours', 'archive', 'time', 'none']),
      reason: z.string(),
      evidence: z.string().nullable().describe('An error code, or the verdict of a plan.'),
      remedy: z.string(),
    })
    .nullable()
    .describe('What is known of its day, the first of a month; null for what is no file.'),
});
