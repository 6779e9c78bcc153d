import {
  DATA_TYPES,
  INTERVALS,
  MARKETS,
  planWarningSchema,
  settledSummarySchema,
  unknownSeriesSchema,
  verdictRecordSchema,
} from '@tapehaul/workflow';
import * as z from 'zod';
import { day, integer, oneOf, timestamp } from '../openapi/field-types.ts';

const fault = z
  .object({
    path: z.string().describe('Such as date_range.end or markets[1].'),
    message: z.string(),
    suggestion: z.string().optional().describe('The nearest valid value.'),
  })
  .meta({ id: 'ConfigFault' });

/** What is wrong with a configuration, and what it means. */
export const checkSchema = z
  .object({
    valid: z.boolean(),
    problems: z.array(fault),
    warnings: z
      .array(fault)
      .describe(
        'What is ignored, or known not to exist: symbols that the matrix or the record of the output directory rules out, types that ended, days before or after the life of a series; and a new output directory whose name resembles another one.',
      ),
    effective: z
      .array(
        z.object({
          path: z.string(),
          value: z.unknown(),
          origin: z
            .string()
            .describe(
              'default, request, profile NAME; or as origins say it: file, override, environment NAME.',
            ),
        }),
      )
      .describe('Every value that a run would have; none while there are problems.'),
  })
  .meta({ id: 'ConfigCheck' });

/** A JSON Schema. */
export const jsonSchemaSchema = z
  .record(z.string(), z.unknown())
  .describe('A JSON Schema of draft 2020-12, the same as CollectionConfig here.');

/** What the archive is known to hold. */
export const matrixSchema = z
  .object({
    rows: z.array(
      z.object({
        market: oneOf(MARKETS),
        data_type: oneOf(DATA_TYPES),
        partition: oneOf(['daily', 'monthly']),
        intervals: z
          .array(oneOf(INTERVALS))
          .readonly()
          .nullable()
          .describe('Null for types without intervals.'),
        from: day().describe('First day with data, for a symbol as old as the market.'),
        to: day().nullable().describe('Last day with data; null while files still come.'),
        state: oneOf(['live', 'ended', 'removed']),
        confidence: oneOf(['H', 'M', 'L']).describe(
          'H: two independent observations, or an official file; L: inferred.',
        ),
        late_after_days: integer()
          .exactOptional()
          .describe('Days after a period is due from which its absence is no mere delay.'),
        evidence: z.string(),
      }),
    ),
  })
  .meta({ id: 'Matrix' });

const costs = {
  files: integer().describe('Files of the plan.'),
  changes: z
    .object({
      new: integer(),
      replaced: integer(),
      present: integer(),
      corrupt: integer(),
      gone: integer(),
      disputed: integer(),
    })
    .describe('Files by what the plan means for them.'),
  fetch_files: integer().describe('Files to fetch: new, replaced and corrupt ones.'),
  fetch_bytes: integer(),
  estimated_files: integer().describe('Of the files to fetch, those whose size no listing gave.'),
  disk_bytes: integer(),
  requests: integer().describe('Requests to the archive.'),
};

const counts = z.record(z.string(), integer());

/** The totals of a plan. */
const summarySchema = z
  .object({
    planning: oneOf(['auto', 'matrix', 'listing']),
    ...costs,
    answers_by: z.object({ matrix: integer(), listing: integer() }),
    settled: settledSummarySchema,
    unknown: z
      .array(unknownSeriesSchema)
      .readonly()
      .describe('What was requested and the archive has nothing of.'),
    missing_days: integer().describe(
      'Days that could exist, and will not be held once the plan is collected.',
    ),
    exit_code: integer().describe('Exit status that the plan calls for.'),
    warnings: z.array(planWarningSchema).readonly(),
    output_directory: z.string(),
    storage: z.string().describe('Where files go: the output directory, or the address of a bucket.'),
    by_type: z.array(z.object({ market: oneOf(MARKETS), data_type: oneOf(DATA_TYPES), ...costs })).readonly(),
    by_engine: z
      .array(z.object({ engine: z.string(), files: integer(), bytes: integer() }))
      .readonly()
      .describe('The files to fetch by the engine that tries them first.'),
    verdicts: counts.readonly().describe('Spans of days that are not available, by verdict.'),
    free_bytes: integer().nullable(),
    listing_requests: integer(),
    listing_problems: z.object({
      count: integer(),
      first: z.array(z.object({ key: z.string(), message: z.string() })).readonly(),
    }),
  })
  .meta({ id: 'PlanSummary' });

const forecastSchema = z
  .object({
    files: integer().describe('Files to fetch.'),
    bytes: integer(),
    seconds_p50: z
      .number()
      .nullable()
      .describe(
        'By earlier runs from the same source: one in two takes no longer; null where there are none.',
      ),
    seconds_p90: z.number().nullable().describe('Nine in ten take no longer.'),
    disk_bytes: integer().describe('Room that the files need.'),
    disk_free: integer()
      .nullable()
      .describe('Null for a bucket, and where the file system does not report it.'),
    fits: z.boolean().nullable().describe('Whether the files fit; null where that is not known.'),
  })
  .meta({ id: 'PlanForecast' });

const made = {
  plan_id: z.string().describe('Starts exactly this plan: POST /v1/runs.'),
  expires_at: timestamp().describe('Until when it is kept at most.'),
  summary: summarySchema,
  forecast: forecastSchema,
};

/** A plan. */
export const planSchema = z
  .object({ ...made, gaps: z.array(verdictRecordSchema).describe('The first 1,000.') })
  .meta({ id: 'Plan' });

/** A line of a plan that is sent while it is made. */
export const planLineSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('progress'),
      listing_requests: integer(),
      files: integer(),
      gaps: integer(),
    }),
    verdictRecordSchema.unwrap().extend({ kind: z.literal('gap') }),
    z.object({ kind: z.literal('summary'), ...made }),
    z.object({
      kind: z.literal('error'),
      status: integer(),
      code: z.string(),
      title: z.string(),
      detail: z.string(),
      hint: z.string().optional(),
    }),
  ])
  .meta({ id: 'PlanLine' });
