import { findingCountSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageOf, pageQuery } from '../schemas.ts';

const dateTime = z.iso.datetime();

/** Which series and months of which a run builds tables. */
export const runTablesQuery = pageQuery.extend({
  state: z.string().optional().describe('States, separated by commas.'),
  order: z
    .enum(['planned', 'latest'])
    .default('planned')
    .describe('In the order in which they began, or those first that changed last.'),
});

/** A page of the series and months of which a run builds tables. */
export const tableMonthsSchema = pageOf(
  z.object({
    id: z.string().describe('Id of the task.'),
    series: z.string(),
    month: z.string().describe('2025-07'),
    state: z.string(),
    attempts: z.int(),
    started_at: dateTime.nullable(),
    updated_at: dateTime,
    duration_ms: z.int().nullable(),
    retry_at: dateTime.nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    hint: z.string().nullable().describe('What to do about the error.'),
    partitions: z
      .int()
      .describe(
        'Files of tables that this run built, and no later run built again; the next three are about them.',
      ),
    rows: z.int(),
    bytes: z.int(),
    findings: z.array(findingCountSchema).describe('Errors first, then gaps, then notes.'),
  }),
);
