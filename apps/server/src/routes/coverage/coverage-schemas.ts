import { DAY_STATES } from '@tapehaul/coverage';
import { DATA_TYPES, dayCountsShape, INTERVALS, MARKETS } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageOf, pageQuery } from '../schemas.ts';

/** Which series and days of an output directory. */
export const cellsQuery = pageQuery.extend({
  output_directory: z.string().default('collection'),
  series: z.string().default('').describe('What the names of the series begin with, such as spot/klines/.'),
  market: z.enum(MARKETS).optional(),
  data_type: z.enum(DATA_TYPES).optional(),
  interval: z.enum(INTERVALS).optional(),
  symbols: z
    .string()
    .min(1)
    .max(2_000)
    .optional()
    .describe('Symbols, or patterns such as *USDT, separated by commas.'),
  from: z.iso.date().optional().describe('First day, UTC.'),
  to: z.iso.date().optional().describe('Last day, UTC.'),
});

/** Which days of which series are to be explained. */
export const whyQuery = z.object({
  output_directory: z.string().default('collection'),
  series: z
    .string()
    .min(1)
    .max(2_000)
    .describe('A series such as spot/klines/BTCUSDT/1h or BTCUSDT 1h; or a key, which says the days, too.'),
  from: z.iso.date().optional().describe('First day, UTC; needed unless series is a key.'),
  to: z.iso.date().optional().describe('Last day, UTC; the first by default.'),
});

/** The days of series, as run lengths or by month. */
export const cellsSchema = z.object({
  unit: z.enum(['day', 'month']),
  states: z.array(z.string()).describe(`Names of the states, by code: ${DAY_STATES.join(', ')}.`),
  series: z.array(
    z.object({
      series: z.string(),
      first: z.string().describe('First day of which anything is known, UTC.'),
      last: z.string(),
      ...dayCountsShape,
      runs: z
        .array(z.number())
        .exactOptional()
        .describe('With unit=day: code, count, code, count and so on, for the days from first to last.'),
      months: z
        .array(z.tuple([z.number(), z.number()]))
        .exactOptional()
        .describe(
          'With unit=month: days held and days expected, for each month from that of first to that of last.',
        ),
    }),
  ),
  as_of: z.string().nullable().describe('When any of it last changed; null when nothing is known.'),
  next: z.string().nullable().describe('Where the next page begins; null after the last.'),
});

/** A page of holes, the longest first. */
export const holesSchema = pageOf(
  z.object({
    series: z.string(),
    first: z.string(),
    last: z.string(),
    days: z.number(),
    verdict: z.string().describe('The state of its days.'),
    fault: z.enum(['ours', 'archive', 'time', 'none']),
    reason: z.string().describe('Why its first day is not held.'),
    evidence: z.string().nullable().describe('An error code, or the verdict of a plan.'),
    run_id: z.string().nullable(),
    task_id: z.string().nullable(),
    remedy: z.string(),
  }),
);

/** Output directories that have a record. */
export const outputsSchema = z.object({
  rows: z.array(
    z.object({
      name: z.string(),
      series: z.number(),
      files: z.number(),
      bytes: z.number(),
      newest_run: z.object({ run_id: z.string(), state: z.string(), started_at: z.string() }).nullable(),
      free_bytes: z
        .number()
        .nullable()
        .describe('Free bytes of its file system; null where they are not known.'),
    }),
  ),
  unreadable: z
    .array(z.object({ name: z.string(), code: z.string(), message: z.string(), hint: z.string() }))
    .describe(
      'Those whose record cannot be read now, such as on a full disk. Their runs are not listed either.',
    ),
});
