import type { GapRecord } from '@tapehaul/catalog';
import { VERDICT_NAMES, type VerdictAnswer } from '@tapehaul/planner';
import * as z from 'zod';
import { seriesName } from './series-name.ts';
import type { VerdictRecord } from './verdict-record.ts';

const verdictName = z.enum(VERDICT_NAMES);

/** A verdict as the catalog keeps it. */
export function gapRecord({ series, first, last, verdict, reason, likely }: VerdictAnswer): GapRecord {
  return { series: seriesName(series), first, last, verdict, reason, likely: likely ?? null };
}

/** A verdict as the catalog has it. */
export function verdictOf({ series, first, last, verdict, reason, likely }: GapRecord): VerdictRecord {
  const [market = '', data_type = '', symbol = '', interval = null] = series.split('/');
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
