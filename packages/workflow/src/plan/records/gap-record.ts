import type { GapRecord } from '@tapehaul/catalog';
import { VERDICT_NAMES, type VerdictAnswer } from '@tapehaul/planner';
import * as z from 'zod';
import type { VerdictRecord } from './verdict-record.ts';

const verdictName = z.enum(VERDICT_NAMES);

/** A verdict as the catalog keeps it. */
export function gapRecord({ series, first, last, verdict, reason, likely }: VerdictAnswer): GapRecord {
  return { series, first, last, verdict, reason, likely: likely ?? null };
}

/** A verdict as the catalog has it. */
export function verdictRecordOf({ series, first, last, verdict, reason, likely }: GapRecord): VerdictRecord {
  const { market, dataType: data_type, symbol, interval } = series;
  const meant = likely === null ? {} : { likely };
  return {
    market,
    data_type,
    symbol,
    interval,
    first,
    last,
    verdict: verdictName.parse(verdict),
    reason,
    ...meant,
  };
}
