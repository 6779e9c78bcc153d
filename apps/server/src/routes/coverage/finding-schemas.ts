import { ROW_RULES, rowFindingSchema } from '@tapehaul/workflow';
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
