import * as z from 'zod';
import { DEFAULT_RECHECK } from './defaults.ts';

/** How often what is settled in the record is compared with the archive and the disk again. */
export const recheckSchema = z.strictObject({
  listing_days: z
    .int()
    .min(0)
    .max(3_650)
    .default(DEFAULT_RECHECK.listing_days)
    .describe(
      'Every series is listed in whole once in that many days, a share of them each day; 0: each time.',
    ),
  disk: z
    .enum(['sampled', 'all', 'none'])
    .default(DEFAULT_RECHECK.disk)
    .describe(
      'Whose settled files are checked on the disk: those of the series that are listed in whole, all each time, or none.',
    ),
});
