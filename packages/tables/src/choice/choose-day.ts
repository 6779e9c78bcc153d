import type { DayChoice, DayComparison, DaySide, Repair } from './day-choice.ts';

/**
 * From which source a day is taken. A side without a proved file is never taken; with `off`, the monthly file is taken wherever there
 * is one, and the rule is still named. `rows` is for tables whose rows have ids that follow each other: both sources are united where the rows
 * that each adds fit into the holes of the other; for other tables, pass `days`. Throws a RangeError when neither file exists.
 */
export function chooseDay(comparison: DayComparison, repair: Repair): DayChoice {
  const { day, monthly, daily, otherDailies } = comparison;
  if (monthly === null) {
    if (daily === null) throw new RangeError(`neither a monthly nor a daily file has ${day}`);
    return { taken: 'daily', rule: null };
  }
  if (daily === null)
    return { taken: 'monthly', rule: otherDailies ? 'daily_missing' : 'unchecked_by_daily' };
  const choice = betterOf(comparison, monthly, daily, repair);
  return repair === 'off' ? { taken: 'monthly', rule: choice.rule } : choice;
}

function betterOf(
  { differing, onlyMonthly, onlyDaily }: DayComparison,
  monthly: DaySide,
  daily: DaySide,
  repair: Repair,
): DayChoice {
  // In the known case, the daily file agreed with the API (#475).
  if (differing > 0) return { taken: 'daily', rule: 'values_differ' };
  if (onlyMonthly === 0 && onlyDaily === 0) return { taken: 'monthly', rule: null };
  if (onlyMonthly === 0) return { taken: 'daily', rule: 'monthly_short' };
  if (onlyDaily === 0) return { taken: 'monthly', rule: 'daily_short' };
  const fillsHoles = onlyDaily <= monthly.holes && onlyMonthly <= daily.holes;
  if (repair === 'rows' && fillsHoles) return { taken: 'both', rule: 'both_short' };
  return { taken: monthly.holes < daily.holes ? 'monthly' : 'daily', rule: 'both_short' };
}
