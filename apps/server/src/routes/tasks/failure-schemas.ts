import * as z from 'zod';

/** What failures are grouped by. */
export const GROUPINGS = ['code', 'symbol', 'data_type', 'day'] as const;

/** What failures are grouped by. */
export type Grouping = (typeof GROUPINGS)[number];

/** Failed tasks of a run in groups, the largest first. */
export const failuresSchema = z.object({
  by: z.enum(GROUPINGS),
  total: z.int().describe('All tasks that failed.'),
  rows: z
    .array(
      z.object({
        value: z
          .string()
          .describe('The code, symbol, data type, or day or month; other for tasks that are no files.'),
        tasks: z.int(),
        code: z.string().describe('Its most frequent error code, which the next two and the hint are about.'),
        fault: z.enum(['ours', 'archive']).describe('Who has to act; as in the verdict of each file.'),
        retry_helps: z
          .boolean()
          .describe('Whether another attempt can succeed, once what the hint names is done.'),
        example_key: z.string(),
        example_message: z.string(),
        hint: z.string().describe('What to do about it.'),
      }),
    )
    .describe('The 50 largest.'),
});
