import { availabilityOf, daysBetween, firstDayOf, formatKey, lastDayOf } from '@tapehaul/archive';
import type { HoldingsReader, ObjectRecord } from '@tapehaul/catalog';
import type { Answer, ObjectAnswer } from '@tapehaul/planner';

/** A day of a month: its answer, and what is held of it. */
interface MonthDay {
  readonly answer: ObjectAnswer;
  readonly held: ObjectRecord | undefined;
}

/**
 * Plans the days of a month in place of its monthly file where they are held: nothing is to be held twice. That goes for a
 * month that is not held, of which most days are held and proved and the others are listed. Anything else stays as planned.
 */
export async function withHeldDays(
  answers: readonly Answer[],
  holdings: Pick<HoldingsReader, 'findAll'>,
): Promise<readonly Answer[]> {
  const months = answers.filter((answer) => answer.kind === 'object').filter(isReplaceable);
  if (months.length === 0) return answers;
  const heldMonths = await holdings.findAll(months.map(({ key }) => key));
  const days = new Map(
    months.filter(({ key }) => !heldMonths.has(key)).map((month) => [month.key, daysOf(month)]),
  );
  const held = await holdings.findAll([...days.values()].flat().map(({ key }) => key));
  return answers.flatMap((answer) => {
    const own = answer.kind === 'object' ? days.get(answer.key) : undefined;
    if (answer.kind === 'verdict' || own === undefined) return [answer];
    const found = own.map((day): MonthDay => ({ answer: day, held: held.get(day.key) }));
    return isHeldByDays(found) ? found.map((day) => instead(day, answer, found)) : [answer];
  });
}

/** Whether a month may give way to its days: one that has days, and is not planned for those that it alone has. */
function isReplaceable({ object, because }: ObjectAnswer): boolean {
  const { market, dataType, partition, interval } = object;
  if (partition !== 'monthly' || because !== undefined) return false;
  return availabilityOf(market, dataType, 'daily', interval) !== undefined;
}

function isHeldByDays(days: readonly MonthDay[]): boolean {
  const isWhole = days.every((day) => isProved(day) || day.answer.listed !== undefined);
  return isWhole && 2 * days.filter(isProved).length > days.length;
}

function isProved({ held }: MonthDay): boolean {
  return held !== undefined && held.proof !== 'none';
}

function daysOf({ object, by, days }: ObjectAnswer): ObjectAnswer[] {
  const { period: month } = object;
  return [...daysBetween(firstDayOf(month), lastDayOf(month))].map((period) => {
    const day = { ...object, partition: 'daily' as const, period };
    const listed = days?.get(period);
    const answer = { kind: 'object' as const, key: formatKey(day), object: day, by };
    return listed === undefined ? answer : { ...answer, listed };
  });
}

function instead({ answer }: MonthDay, { object }: ObjectAnswer, days: readonly MonthDay[]): ObjectAnswer {
  const held = days.filter((day) => day.held !== undefined).length;
  const reason = `${held} of its ${days.length} days are held as daily files`;
  return { ...answer, because: { month: object.period, finding: 'days_held', reason } };
}
