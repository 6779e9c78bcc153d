import { VERDICT_NAMES, type VerdictAnswer } from '@tapehaul/planner';
import * as z from 'zod';

/** A verdict with the keys that configurations and results use. */
export const verdictRecordSchema = z
  .object({
    market: z.string(),
    data_type: z.string(),
    symbol: z.string(),
    interval: z
      .string()
      .nullable()
      .describe('Null for types without intervals, and when it speaks of all of them.'),
    first: z.string().describe('First day of the span, UTC.'),
    last: z.string().describe('Last day of the span, UTC.'),
    verdict: z.enum(VERDICT_NAMES),
    reason: z.string(),
    by: z
      .enum(['matrix', 'listing'])
      .exactOptional()
      .describe('What it is based on; not kept in the record, and so absent once a run was continued.'),
    likely: z.string().exactOptional().describe('The symbol that was likely meant.'),
  })
  .readonly();

/** A verdict with the keys that configurations and results use. */
export type VerdictRecord = z.output<typeof verdictRecordSchema>;

/** A planner's verdict as a record. */
export function verdictRecord({
  series,
  first,
  last,
  verdict,
  reason,
  by,
  likely,
}: VerdictAnswer): VerdictRecord {
  const { market, dataType, symbol, interval } = series;
  const meant = likely === undefined ? {} : { likely };
  return { market, data_type: dataType, symbol, interval, first, last, verdict, reason, by, ...meant };
}
