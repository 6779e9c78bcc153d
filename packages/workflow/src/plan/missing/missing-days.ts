import { dayNumber } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import { DAY_STATE_SPECS } from '@tapehaul/coverage';
import { spanOf } from '../held/known-days.ts';
import type { PlanStep } from '../steps/plan-step.ts';

/**
 * How many days of a plan's answer could exist, and will not be held once it is collected, as far as the plan knows: gaps, days
 * of a month that is too short to hold them, and days of files that contradict their checksums.
 */
export function missingIn(
  step: PlanStep<unknown>,
  { date_range: { start, end } }: Pick<CollectionConfig, 'date_range'>,
): number {
  if (step.kind === 'verdict' || step.kind === 'settled') {
    const { held, expected, fault } = DAY_STATE_SPECS[step.kind === 'verdict' ? step.verdict : step.state];
    return expected && !held && fault !== 'time' ? countDays(step) : 0;
  }
  if (step.kind !== 'file') return 0;
  if (step.onlyHere !== undefined) return step.onlyHere.length;
  // Its days are planned too, or will be.
  if (step.because?.finding === 'month_disputed') return 0;
  if (step.change !== 'disputed' || step.held !== undefined) return 0;
  const { first, last } = spanOf(step.object);
  const isOpen = end === 'latest' || end > last;
  return countDays({ first: first < start ? start : first, last: isOpen ? last : end });
}

function countDays({ first, last }: { readonly first: string; readonly last: string }): number {
  return dayNumber(last) - dayNumber(first) + 1;
}
