import * as z from 'zod';

/** Something about a plan that a person should know, and that does not end it. */
export const planWarningSchema = z
  .object({
    code: z
      .enum(['source_not_listed', 'prefix_not_listed', 'month_short'])
      .describe(
        'source_not_listed: the source refuses to be listed, and the whole plan goes by the matrix. prefix_not_listed: that goes for the series below one prefix. month_short: a monthly file is too small to hold its days, which are planned.',
      ),
    prefix: z
      .string()
      .nullable()
      .describe('The prefix that cannot be listed; null where it is all of them, and for a month.'),
    message: z.string(),
  })
  .readonly();

/** Something about a plan that a person should know, and that does not end it. */
export type PlanWarning = z.output<typeof planWarningSchema>;
