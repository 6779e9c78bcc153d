import { FindingLog } from '../watch/finding-log.ts';
import { type PeriodSpan, spanOf } from '../watch/period-span.ts';
import type { CheckedSource } from './checked-source.ts';

/** What every checker begins with. Throws a RangeError when the period of the source is neither a day nor a month. */
export function checkSetup({ key, columns, period }: CheckedSource): {
  readonly log: FindingLog;
  readonly span: PeriodSpan;
} {
  const span = spanOf(period);
  return { log: new FindingLog(key, columns, span), span };
}
