import { DAY_STATES } from '@tapehaul/coverage';
import * as z from 'zod';
import { dayRowsSchema } from './row-report.ts';

const time = z.string().describe('UTC, ISO 8601.');

const fileSchema = z.object({
  key: z.string(),
  path: z.string().describe('Below the output directory.'),
  partition: z.string().nullable(),
  bytes: z.number(),
  sha256: z.string().nullable(),
  proof: z.enum(['sidecar', 'none', 'accepted']),
  depth: z.enum(['published', 'deep']).describe('deep: its content was inflated and compared, too.'),
  etag: z.string().nullable(),
  last_modified: z.string().nullable().describe('When its source says that it was last modified.'),
  run_id: z.string(),
  recorded_at: time,
});

const versionSchema = z.object({
  key: z.string(),
  path: z.string().nullable().describe('Where the old file was kept; null when it was not kept.'),
  bytes: z.number(),
  sha256: z.string().nullable(),
  last_modified: z.string().nullable(),
  run_id: z.string().describe('The run that found it replaced.'),
  superseded_at: time,
});

const disputeSchema = z.object({
  key: z.string(),
  state: z.enum(['open', 'accepted', 'rejected', 'resolved']),
  sha256: z.string(),
  published_sha256: z.string(),
  quarantine_path: z
    .string()
    .nullable()
    .describe('Where the file is kept while the dispute is open, below the output directory.'),
  first_run_id: z.string(),
  first_seen_at: time,
  last_seen_at: time,
  decided_by: z.string().nullable(),
  decided_at: time.nullable(),
  reason: z.string().nullable(),
});

/** The worst finding in the rows of a day. */
export const findingDaySchema = z.object({
  day: z.string().describe('UTC.'),
  severity: z.enum(['error', 'gap', 'note']),
  rule: z.string(),
});

/** All that a record knows of one day of a series. */
export const dayReportSchema = z
  .object({
    day: z.string(),
    state: z.enum(DAY_STATES),
    meaning: z.string().describe('What the state says of the day, as the end of "the day …".'),
    fault: z.enum(['ours', 'archive', 'time', 'none']),
    requested: z.boolean().describe('Whether a run requested it, or it was taken over from another tool.'),
    exists: z.enum(['yes', 'no', 'unknown']).describe('Whether the archive has it, as far as is known.'),
    answer: z.object({
      reason: z.string(),
      evidence: z.string().nullable().describe('An error code, or the verdict of a plan.'),
      at: time.nullable().describe('When it was found out.'),
      run_id: z.string().nullable(),
      run_state: z.string().nullable(),
      flow: z.string().nullable().describe('What the run was for, such as a collection.'),
      planned_by: z
        .enum(['matrix', 'listing'])
        .nullable()
        .describe('What the plan of the run went by; null where that is not known.'),
      plan_warning: z
        .string()
        .nullable()
        .describe('Why it went by the matrix although it should list the archive.'),
      task_id: z.string().nullable(),
      task_state: z.string().nullable(),
      attempts: z.number(),
    }),
    files: z.array(fileSchema).describe('The recorded files that hold it, the one that counts first.'),
    versions: z.array(versionSchema).describe('Former versions of its files, the newest first.'),
    change: z
      .object({ kind: z.string(), key: z.string(), run_id: z.string(), at: time })
      .nullable()
      .describe('What was last found to have changed of its file in the archive.'),
    dispute: disputeSchema.nullable(),
    rows: dayRowsSchema,
    will_come: z.enum(['held', 'yes', 'possible', 'unlikely', 'no']),
    outlook: z.string().describe('Will it come, as a sentence.'),
    remedy: z.string(),
  })
  .describe('All that is known of one day.');

/** What a record knows of a day, or of some days, of a series, as plain data. */
export const whyReportSchema = z.object({
  series: z.string(),
  first: z.string(),
  last: z.string(),
  spans: z
    .array(
      z.object({
        first: z.string(),
        last: z.string(),
        days: z.number(),
        state: z.enum(DAY_STATES),
        meaning: z.string(),
      }),
    )
    .describe('All days, as spans of days in the same state.'),
  finding_days: z
    .array(findingDaySchema)
    .describe('The days whose rows have findings, each with its worst one, in their order.'),
  day: dayReportSchema.describe(
    'All that is known of one of them: the first that is missing, else the first that is not held, else the first whose rows are wrong or have gaps, else the first.',
  ),
});

/** All that a record knows of one day of a series. */
export type DayReport = z.output<typeof dayReportSchema>;

/** What a record knows of a day, or of some days, of a series. */
export type WhyReport = z.output<typeof whyReportSchema>;
