import { findingCountSchema, ROW_RULES, rowFindingSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageOf } from '../schemas.ts';
import { cellsQuery } from './coverage-schemas.ts';

/** Which findings in the rows of which series and days. */
export const findingsQuery = cellsQuery.extend({
  rule: z.enum(ROW_RULES.map(({ name }) => name)).optional(),
  severity: z.enum(['error', 'gap', 'note']).optional(),
});

/** A page of findings, by series and day. */
export const findingsSchema = pageOf(rowFindingSchema);

/** A page of the days of series whose rows have findings. */
export const findingDaysSchema = pageOf(
  z.object({
    series: z.string(),
    spans: z
      .array(
        z.object({
          first: z.string().describe('UTC.'),
          last: z.string(),
          days: z.number(),
          severity: z.enum(['error', 'gap']),
          rule: z.string(),
        }),
      )
      .describe('Consecutive days with the same worst finding, in their order.'),
  }),
);

/** By what counts of findings can be split. */
export const GROUPINGS = ['rule', 'data_type', 'symbol'] as const;

/** By what counts of findings are split. */
export type Grouping = (typeof GROUPINGS)[number];

/** Which findings are counted, and by what. */
export const findingCountsQuery = findingsQuery.omit({ cursor: true, limit: true }).extend({
  by: z.enum(GROUPINGS).default('rule').describe('rule: of all series together; else for each of these.'),
});

/** How many findings of each rule there are, and what the rules mean. */
export const findingCountsSchema = z.object({
  by: z.enum(GROUPINGS),
  rows: z
    .array(
      z.object({
        value: z.string().nullable().describe('The data type or symbol; null with by=rule.'),
        ...findingCountSchema.unwrap().shape,
      }),
    )
    .describe('Errors first, then gaps, then notes; with by, those of each value together.'),
  rules: z
    .array(
      z.object({
        name: z.string(),
        severity: z.enum(['error', 'gap', 'note']),
        counts: z.string().describe('What `count` counts, in the plural, such as missing rows.'),
        meaning: z.string(),
        advice: z.string().describe('What to know or do.'),
        source: z
          .string()
          .nullable()
          .describe('Where the archive was seen to break it: an issue of binance-public-data, such as #213.'),
      }),
    )
    .describe('The rules of these rows; one of another version of tapehaul is left out.'),
});
