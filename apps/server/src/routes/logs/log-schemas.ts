import { LOG_LEVELS } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageOf, pageQuery } from '../schemas.ts';

/** Lines before and behind a line, by default and at most. */
const [CONTEXT, MOST_CONTEXT] = [10, 500];

/** Which log lines of a run. */
const wantedLines = {
  task: z.string().optional(),
  attempt: z.coerce.number().int().min(1).optional().describe('Only lines of this attempt; needs task.'),
  level: z.enum(LOG_LEVELS).optional().describe('This level and those above.'),
  contains: z.string().optional(),
  order: z.enum(['oldest', 'newest']).default('oldest').describe('Which lines come first.'),
};

/** Which lines of a whole log. */
export const logTextQuery = z.object(wantedLines);

/** Which page of a log. */
export const logsQuery = pageQuery.extend({
  ...wantedLines,
  around: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('The line with this sequence, with those before and behind it: oldest first, without pages.'),
  context: z.coerce
    .number()
    .int()
    .min(0)
    .max(MOST_CONTEXT)
    .default(CONTEXT)
    .describe('With around: how many lines before it and how many behind it.'),
});

export const logSchema = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  level: z.enum(LOG_LEVELS),
  task: z.string().nullable(),
  attempt: z.int().nullable(),
  message: z.string(),
  trace_id: z
    .string()
    .nullable()
    .describe('Trace and span that it was said in; null when nothing was traced.'),
  span_id: z.string().nullable(),
});

export const logPageSchema = pageOf(logSchema);
